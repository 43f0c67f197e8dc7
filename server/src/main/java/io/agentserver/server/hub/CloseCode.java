package io.agentserver.server.hub;

import io.agentserver.server.DisconnectReason;

/** How the server ends a connection: the WebSocket close code, its short text, and what it counts as. */
public enum CloseCode {
    /** After an error frame: an unknown target or an id in use (contract 1.5). */
    REFUSED(1000, "", DisconnectReason.CLOSED),
    /** An operator asked for it. */
    OPERATOR(1000, "disconnected by operator", DisconnectReason.OPERATOR),
    /** Another connection took its id. */
    EVICTED(1000, "replaced by a new connection", DisconnectReason.EVICTED),
    SHUTDOWN(1001, "server is shutting down", DisconnectReason.SHUTDOWN),
    PROTOCOL_ERROR(1002, "protocol error", DisconnectReason.PROTOCOL_ERROR),
    NOT_UTF8(1007, "text is not UTF-8", DisconnectReason.PROTOCOL_ERROR),
    /** After an error frame: the first frame was wrong or did not come. */
    BAD_REGISTRATION(1008, "registration expected", DisconnectReason.PROTOCOL_ERROR),
    TOO_BIG(1009, "message too big", DisconnectReason.TOO_BIG),
    PING_TIMEOUT(1011, "keepalive ping timeout", DisconnectReason.PING_TIMEOUT),
    SLOW_READER(1013, "slow reader", DisconnectReason.SLOW_READER);

    private final int code;
    private final String reason;
    private final DisconnectReason disconnectReason;

    CloseCode(int code, String reason, DisconnectReason disconnectReason) {
        this.code = code;
        this.reason = reason;
        this.disconnectReason = disconnectReason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public DisconnectReason disconnectReason() {
        return disconnectReason;
    }
}
