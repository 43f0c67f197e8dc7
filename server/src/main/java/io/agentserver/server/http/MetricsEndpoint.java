package io.agentserver.server.http;

import io.agentserver.server.metrics.HubMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /metrics} (M-15, M-16). Metrics are collected and written off the event loops. */
final class MetricsEndpoint implements Endpoint {

    private static final Reply NO_METRICS = Reply.refused(
            HttpResponseStatus.NOT_FOUND,
            "The meters go to a registry that Prometheus cannot read: give the server a PrometheusMeterRegistry, or a"
                    + " CompositeMeterRegistry that contains one",
            null);

    /** About what a scrape takes. */
    private static final int EXPECTED_BYTES = 32_768;

    private final HubMetrics metrics;
    private final Scheduler scheduler;

    /** @param scheduler where scrapes run and, as far as it lets them, wait */
    MetricsEndpoint(HubMetrics metrics, Scheduler scheduler) {
        this.metrics = metrics;
        this.scheduler = scheduler;
    }

    @Override
    public Answer answer(Call call) {
        ExpositionFormat named = ExpositionFormat.named(call.headers().getAll(HttpHeaderNames.ACCEPT));
        Answer answer = answer(named == null ? ExpositionFormat.TEXT : named);
        return answer == null ? NO_METRICS : answer;
    }

    /** The metrics, or null when the registry is none that Prometheus can read. */
    @Nullable
    Answer answer(ExpositionFormat format) {
        PrometheusMeterRegistry registry = metrics.prometheus();
        if (registry == null) {
            return null;
        }
        return new Answer.Later(Mono.fromCallable(() -> scrape(registry, format))
                .subscribeOn(scheduler)
                .onErrorResume(RejectedExecutionException.class, e -> Mono.just(Refusal.TOO_MANY_READS.reply())));
    }

    private static Reply scrape(PrometheusMeterRegistry registry, ExpositionFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(EXPECTED_BYTES);
        registry.scrape(out, format.contentType().toString());
        return new Reply(
                HttpResponseStatus.OK, format.contentType(), new Payload(out.toByteArray()), Map.of(), null, null);
    }
}
