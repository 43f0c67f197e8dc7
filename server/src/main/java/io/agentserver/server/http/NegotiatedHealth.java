package io.agentserver.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;

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
        // Most who probe accept anything by saying nothing; they are answered without making a list of that.
        if (!call.headers().contains(HttpHeaderNames.ACCEPT)) {
            return json.answer(call);
        }
        ExpositionFormat format = ExpositionFormat.named(call.headers().getAll(HttpHeaderNames.ACCEPT));
        Answer scraped = format == null ? null : metrics.answer(format);
        return scraped == null ? json.answer(call) : scraped;
    }
}
