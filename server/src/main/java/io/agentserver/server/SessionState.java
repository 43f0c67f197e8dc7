package io.agentserver.server;

/** Where a session stands (contract 6.1): {@code created → dispatched → running → completed | failed | cancelled}. */
public enum SessionState {
    /** Exists; nothing was sent yet. */
    CREATED,
    /** Sent to the device as a TASK; the device has not begun. */
    DISPATCHED,
    /** An engine drives it, or the device itself does. */
    RUNNING,
    /** Ended well. */
    COMPLETED,
    /** Ended badly, a passed deadline included. */
    FAILED,
    /** Was ended by somebody: see {@link CancelReason}. */
    CANCELLED;

    /** Whether nothing more can happen. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** The word used in JSON and logs. */
    public String label() {
        return switch (this) {
            case CREATED -> "created";
            case DISPATCHED -> "dispatched";
            case RUNNING -> "running";
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }
}
