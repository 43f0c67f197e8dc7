package io.agentserver.protocol;

/** The kind of tool a command names; a device looks tools up by kind and name (contract 2.6). */
public enum ToolType {
    DATA_COLLECTION("data_collection"),
    ACTION("action");

    private final String wire;

    ToolType(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
