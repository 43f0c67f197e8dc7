package io.agentserver.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BooleanSupplier;

/** What an orchestrator of containers asks: whether the process lives, and whether it takes new work. */
final class ProbeEndpoints {

    private static final Reply ALIVE = Reply.ok(status("alive"));
    private static final Reply READY = Reply.ok(status("ready"));
    private static final Reply STARTING = notReady("starting", "Server is starting");
    private static final Reply DRAINING = notReady("draining", "Server is shutting down");
    private static final Reply NO_CONNECTIONS = notReady("exhausted", "Too many connections (limits.connections)");
    private static final Reply NO_BYTES =
            notReady("exhausted", "Too many bytes of messages on their way (limits.inflight-bytes)");
    private static final Reply NO_SESSIONS = notReady("exhausted", "Too many sessions (limits.sessions)");

    private final Phase phase;
    private final BooleanSupplier connectionsExhausted;
    private final BooleanSupplier bytesExhausted;
    private final BooleanSupplier sessionsExhausted;

    ProbeEndpoints(
            Phase phase,
            BooleanSupplier connectionsExhausted,
            BooleanSupplier bytesExhausted,
            BooleanSupplier sessionsExhausted) {
        this.phase = phase;
        this.connectionsExhausted = connectionsExhausted;
        this.bytesExhausted = bytesExhausted;
        this.sessionsExhausted = sessionsExhausted;
    }

    Answer live(Call call) {
        return ALIVE;
    }

    Answer ready(Call call) {
        if (phase.isDraining()) {
            return DRAINING;
        }
        if (phase.isStarting()) {
            return STARTING;
        }
        if (connectionsExhausted.getAsBoolean()) {
            return NO_CONNECTIONS;
        }
        if (bytesExhausted.getAsBoolean()) {
            return NO_BYTES;
        }
        return sessionsExhausted.getAsBoolean() ? NO_SESSIONS : READY;
    }

    private static JsonText status(String status) {
        return new JsonText(32).object().member("status", status).endObject();
    }

    /** Counts as no refusal: a probe asks for nothing. */
    private static Reply notReady(String status, String detail) {
        JsonText json = new JsonText(96)
                .object()
                .member("status", status)
                .member("detail", detail)
                .endObject();
        return Reply.refused(HttpResponseStatus.SERVICE_UNAVAILABLE, json, detail, null)
                .with(HttpHeaderNames.RETRY_AFTER, "5");
    }
}
