package io.agentserver.protocol;

/** How one command ended on the device (contract 2.2). */
public enum ResultStatus {
    SUCCESS("success"),
    FAILURE("failure"),
    SKIPPED("skipped"),
    NONE("none");

    private final String wire;

    ResultStatus(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
