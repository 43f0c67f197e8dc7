package io.agentserver.protocol;

/** The {@code type} of a message from a client (contract 2.2), the headers of a binary transfer (3.17) among them. */
public enum ClientMessageType {
    REGISTER("register"),
    HEARTBEAT("heartbeat"),
    TASK("task"),
    TASK_END("task_end"),
    COMMAND_RESULTS("command_results"),
    DEVICE_INFO_REQUEST("device_info_request"),
    DEVICE_INFO_RESPONSE("device_info_response"),
    ERROR("error"),
    BINARY_DATA("binary_data"),
    FILE_TRANSFER_START("file_transfer_start"),
    FILE_TRANSFER_COMPLETE("file_transfer_complete");

    private final String wire;

    ClientMessageType(String wire) {
        this.wire = wire;
    }

    /** The value as it stands on the wire. */
    public String wire() {
        return wire;
    }
}
