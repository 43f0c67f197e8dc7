package io.agentserver.server.http;

import io.agentserver.server.hub.Rejection;
import io.agentserver.server.session.DispatchResult;
import io.agentserver.server.session.Sessions;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Objects;

/** {@code POST /api/dispatch} (contract 4.4). */
final class DispatchEndpoint implements Endpoint {

    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");
    private static final int LONGEST_KEY = 255;

    private final Sessions sessions;
    private final BodyReader bodies;
    private final IdempotentReplies replies;
    private final Phase phase;

    DispatchEndpoint(Sessions sessions, BodyReader bodies, IdempotentReplies replies, Phase phase) {
        this.sessions = sessions;
        this.bodies = bodies;
        this.replies = replies;
        this.phase = phase;
    }

    @Override
    public Answer answer(Call call) {
        if (phase.isDraining()) {
            return Refusal.DRAINING.reply();
        }
        String key = call.header(IDEMPOTENCY_KEY);
        if (key == null) {
            return bodies.read(call, this::dispatch);
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return Reply.badRequest(
                    "Idempotency-Key: " + key.length() + " characters (expected: 1 to " + LONGEST_KEY + ")");
        }
        return bodies.read(call, body -> replies.reply(key, body, () -> dispatch(body)));
    }

    private Reply dispatch(byte[] body) {
        DispatchReader.Reading reading = DispatchReader.read(body);
        Reply refusal = reading.refusal();
        DispatchRequest request = reading.request();
        if (refusal != null || request == null) {
            return Objects.requireNonNull(refusal, "refusal");
        }
        return reply(request, sessions.dispatch(request.clientId(), request.request(), request.taskName()));
    }

    /** Everything that can become of a dispatch, in HTTP. */
    private static Reply reply(DispatchRequest request, DispatchResult result) {
        if (result instanceof DispatchResult.Dispatched dispatched) {
            return Reply.ok(new JsonText(192)
                    .object()
                    .member("status", "dispatched")
                    .member("task_name", dispatched.taskName())
                    .member("client_id", request.clientId())
                    .member("session_id", dispatched.sessionId())
                    .endObject());
        }
        if (result instanceof DispatchResult.NotOnline) {
            return Refusal.CLIENT_NOT_ONLINE.reply();
        }
        if (result instanceof DispatchResult.NotADevice) {
            return Refusal.NOT_A_DEVICE.reply();
        }
        if (result instanceof DispatchResult.TooManySessions tooMany) {
            HttpResponseStatus status = tooMany.onThisDevice()
                    ? HttpResponseStatus.TOO_MANY_REQUESTS
                    : HttpResponseStatus.SERVICE_UNAVAILABLE;
            return Reply.refused(status, tooMany.text(), Rejection.SESSION_LIMIT)
                    .with(HttpHeaderNames.RETRY_AFTER, "1");
        }
        if (result instanceof DispatchResult.Draining) {
            return Refusal.DRAINING.reply();
        }
        throw new IllegalStateException("dispatch: " + result + " (expected: a result this method maps)");
    }
}
