package io.agentserver.server;

/** Which doors need a key (contract 4.1). */
public enum AuthMode {
    /** Health, clients, metrics and other reading are open; dispatch, results and WebSockets need the key. */
    OPEN_READ("open-read"),
    /** Everything but the probes needs the key. */
    STRICT("strict"),
    /** Nothing needs a key. */
    NONE("none");

    private final String value;

    AuthMode(String value) {
        this.value = value;
    }

    /** The value as it is written in a configuration. */
    public String value() {
        return value;
    }
}
