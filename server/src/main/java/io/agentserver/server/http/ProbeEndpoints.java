package io.agentserver.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What an orchestrator of containers asks: whether the process lives, and whether it takes new work. */
final class ProbeEndpoints {

    private static final Reply ALIVE = Reply.ok(status("alive"));
    private static final Reply READY = Reply.ok(status("ready"));
    /** Counts as no refusal: a probe asks for nothing. */
    private static final Reply DRAINING = Reply.refused(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    new JsonText(64)
                            .object()
                            .member("status", "draining")
                            .member("detail", "Server is shutting down")
                            .endObject(),
                    "Server is shutting down",
                    null)
            .with(HttpHeaderNames.RETRY_AFTER, "5");

    private final Drain drain;

    ProbeEndpoints(Drain drain) {
        this.drain = drain;
    }

    Answer live(Call call) {
        return ALIVE;
    }

    Answer ready(Call call) {
        return drain.hasBegun() ? DRAINING : READY;
    }

    private static JsonText status(String status) {
        return new JsonText(32).object().member("status", status).endObject();
    }
}
