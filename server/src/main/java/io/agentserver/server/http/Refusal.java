package io.agentserver.server.http;

import io.agentserver.server.hub.Rejection;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The answers that are not the one hoped for and always the same: what each means in HTTP is here and nowhere else. */
enum Refusal {
    NOT_FOUND(404, "Not Found", Rejection.BAD_REQUEST),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", Rejection.BAD_REQUEST),
    HOST_NOT_ALLOWED(421, "Host not allowed", Rejection.FORBIDDEN_ORIGIN),
    ORIGIN_NOT_ALLOWED(403, "Origin not allowed", Rejection.FORBIDDEN_ORIGIN),
    INVALID_KEY(401, "Invalid API key", Rejection.UNAUTHORIZED, HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"),
    DRAINING(503, "Server is shutting down", Rejection.DRAINING, 5),
    TOO_MANY_CONNECTIONS(503, "Too many connections", Rejection.CONNECTION_LIMIT, 5),
    TOO_MANY_STREAMS(503, "Too many event streams", Rejection.CONNECTION_LIMIT, 5),
    TOO_MANY_READS(503, "Too many requests for metrics and long lists", Rejection.CONNECTION_LIMIT, 5),
    TOO_MANY_WAITING(503, "Too many requests wait for results", Rejection.SESSION_LIMIT, 1),
    NO_UPGRADE(426, "A WebSocket upgrade is required here", Rejection.BAD_REQUEST),
    MALFORMED_UPGRADE(
            400, "Malformed WebSocket upgrade", Rejection.BAD_REQUEST, HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13"),
    MALFORMED_PATH(400, "Malformed percent-encoding in the path", Rejection.BAD_REQUEST),
    MALFORMED_QUERY(400, "Malformed percent-encoding in the query", Rejection.BAD_REQUEST),
    BODY_TOO_LARGE(413, "Request body too large", Rejection.BODY_LIMIT, HttpHeaderNames.CONNECTION, "close"),
    BODY_TOO_SLOW(
            408, "Request body was not received in time", Rejection.BAD_REQUEST, HttpHeaderNames.CONNECTION, "close"),
    EMPTY_TASK(400, "Empty task content", Rejection.BAD_REQUEST),
    EMPTY_CLIENT(400, "Empty client ID", Rejection.BAD_REQUEST),
    INVALID_TASK_NAME(
            400,
            "Invalid task_name: must be a non-empty string of characters [A-Za-z0-9._-] and must not start with '.'",
            Rejection.BAD_REQUEST),
    NOT_A_DEVICE(400, "Client is not a device", Rejection.BAD_REQUEST),
    CLIENT_NOT_ONLINE(404, "Client not online", null),
    CLIENT_NOT_FOUND(404, "Client not found", null),
    SESSION_NOT_FOUND(404, "Session not found", null);

    private final Reply reply;

    Refusal(int status, String detail, @Nullable Rejection rejection) {
        this.reply = Reply.refused(HttpResponseStatus.valueOf(status), detail, rejection);
    }

    Refusal(int status, String detail, Rejection rejection, int retryAfterSeconds) {
        this.reply = Reply.refused(HttpResponseStatus.valueOf(status), detail, rejection)
                .with(HttpHeaderNames.RETRY_AFTER, Integer.toString(retryAfterSeconds));
    }

    Refusal(int status, String detail, Rejection rejection, AsciiString header, String value) {
        this.reply = Reply.refused(HttpResponseStatus.valueOf(status), detail, rejection)
                .with(header, value);
    }

    /** The answer. */
    Reply reply() {
        return reply;
    }
}
