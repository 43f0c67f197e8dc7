package io.agentserver.protocol.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended. The real clients treat every code alike and reconnect (contract 1.5).
 *
 * @param code the WebSocket close code; 1005 when the close frame had none, 1006 when there was no close frame
 * @param reason the close frame's text, or what happened to the network; may be empty
 * @param origin who ended it
 * @param cause what the network or the WebSocket codec reported, or null
 */
public record CloseInfo(
        int code, String reason, Origin origin, @Nullable Throwable cause) {

    static final int NORMAL = 1000;
    static final int NO_STATUS = 1005;
    static final int ABNORMAL = 1006;
    static final int INVALID_PAYLOAD = 1007;
    static final int TOO_BIG = 1009;
    static final int KEEPALIVE_TIMEOUT = 1011;

    /** Who ended a connection. */
    public enum Origin {
        /** The server sent a close frame first. */
        SERVER,
        /** This client sent a close frame first or dropped the connection. */
        CLIENT,
        /** The connection broke without a close frame. */
        NETWORK
    }

    public CloseInfo {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(origin, "origin");
    }

    static CloseInfo byServer(int code, String reason) {
        return new CloseInfo(code, reason, Origin.SERVER, null);
    }

    static CloseInfo byClient(int code, String reason) {
        return new CloseInfo(code, reason, Origin.CLIENT, null);
    }

    static CloseInfo lost(@Nullable Throwable cause) {
        String reason = cause == null ? "connection ended without a close frame" : String.valueOf(cause.getMessage());
        return new CloseInfo(ABNORMAL, reason, Origin.NETWORK, cause);
    }

    /** One line for a log or an error text. */
    String describe() {
        String by = switch (origin) {
            case SERVER -> "closed by the server";
            case CLIENT -> "closed by this client";
            case NETWORK -> "lost";
        };
        return reason.isEmpty() ? by + ": " + code : by + ": " + code + " " + reason;
    }
}
