package io.agentserver.server;

/** Who ended a session before its time (contract 6.1). */
public enum CancelReason {
    DEVICE_DISCONNECTED("device_disconnected", "Task was cancelled because target device disconnected"),
    CONSTELLATION_DISCONNECTED("constellation_disconnected", "Task was cancelled due to client disconnection"),
    USER_REQUESTED("user_requested", "Task was cancelled (reason: user_requested)"),
    SERVER_SHUTDOWN("server_shutdown", "Task was cancelled (reason: server_shutdown)");

    private final String label;
    private final String text;

    CancelReason(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** The word used in logs and JSON. */
    public String label() {
        return label;
    }

    /** The {@code error} of the session's TASK_END. */
    public String text() {
        return text;
    }
}
