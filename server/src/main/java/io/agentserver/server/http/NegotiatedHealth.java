package io.agentserver.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;

/** {@code GET /api/health}: JSON, or the metrics for the Prometheus job that scrapes this very path (contract 4.2). */
final class NegotiatedHealth implements Endpoint {

    private final Endpoint json;
    private final MetricsEndpoint metrics;

    NegotiatedHealth(Endpoint json, MetricsEndpoint metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(Call call) {
        List<String> accept = call.headers().getAll(HttpHeaderNames.ACCEPT);
        ExpositionFormat format = accept.isEmpty() ? null : ExpositionFormat.named(accept);
        Answer scraped = format == null ? null : metrics.answer(format);
        return scraped == null ? json.answer(call) : scraped;
    }
}
