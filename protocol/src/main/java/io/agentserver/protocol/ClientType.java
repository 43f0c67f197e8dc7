package io.agentserver.protocol;

/** The role a client declares when it registers (contract 1.1). */
public enum ClientType {
    DEVICE("device"),
    CONSTELLATION("constellation");

    private final String wire;

    ClientType(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
