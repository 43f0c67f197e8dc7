package io.agentserver.server.security;

import io.agentserver.server.AuthMode;

/** What an entry asks of those who come in (contract 4.1). */
public enum Access {
    /** Nothing, in every mode: probes, the page, the description of the API. */
    OPEN,
    /** Reads what everybody may see unless the mode is strict. */
    READ,
    /** Changes something or shows what a task returned. */
    KEY;

    /** Whether a key must be shown in that mode. */
    public boolean needsKey(AuthMode mode) {
        return switch (mode) {
            case NONE -> false;
            case OPEN_READ -> this == KEY;
            case STRICT -> this != OPEN;
        };
    }
}
