package io.agentserver.server;

/** Why a registered client is gone; a closed set, so that it can label a metric. */
public enum DisconnectReason {
    /** The client closed its WebSocket. */
    CLOSED("closed"),
    /** The connection broke without a close. */
    NETWORK_ERROR("network_error"),
    /** A ping stayed unanswered. */
    PING_TIMEOUT("ping_timeout"),
    /** Another connection took the id after this one failed to answer the probe. */
    EVICTED("evicted"),
    /** More was waiting for it than its outbox may hold. */
    SLOW_READER("slow_reader"),
    /** It broke the WebSocket protocol or sent text that is not UTF-8. */
    PROTOCOL_ERROR("protocol_error"),
    /** It sent a message over the limit. */
    TOO_BIG("too_big"),
    /** An operator disconnected it. */
    OPERATOR("operator"),
    /** The server stopped. */
    SHUTDOWN("shutdown");

    private final String label;

    DisconnectReason(String label) {
        this.label = label;
    }

    /** The word used in logs and as a metric's label. */
    public String label() {
        return label;
    }
}
