package io.agentserver.protocol;

/** The {@code type} of a message from the server (contract 2.2). */
public enum ServerMessageType {
    TASK("task"),
    COMMAND("command"),
    TASK_END("task_end"),
    HEARTBEAT("heartbeat"),
    DEVICE_INFO_REQUEST("device_info_request"),
    DEVICE_INFO_RESPONSE("device_info_response"),
    ERROR("error");

    private final String wire;

    ServerMessageType(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
