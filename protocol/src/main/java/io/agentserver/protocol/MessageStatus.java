package io.agentserver.protocol;

/** The {@code status} of a message in either direction (contract 2.2). There is no "cancelled": it travels as failed. */
public enum MessageStatus {
    CONTINUE("continue"),
    COMPLETED("completed"),
    FAILED("failed"),
    OK("ok"),
    ERROR("error");

    private final String wire;

    MessageStatus(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
