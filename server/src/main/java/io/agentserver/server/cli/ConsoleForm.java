package io.agentserver.server.cli;

import java.util.Locale;

/** How a log line looks on the console. */
enum ConsoleForm {
    /** {@code timestamp - logger - LEVEL - message} (contract M-51). */
    PRETTY,
    /** {@code LEVEL: message} (contract M-52). */
    PLAIN;

    /** The form as it is written in a configuration. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
