package io.agentserver.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The timers of HTTP requests. One is made when an endpoint first answers a method with a status, and found again without
 * allocating anything. There are as many as route templates, methods and statuses allow. Any thread.
 */
final class HttpTimers {

    /** What stands for the requests that found no route. */
    private static final String NO_ENDPOINT = "none";

    private static final int STATUSES = 600;

    /** Quick answers lie below 10 ms, long polls take up to a minute. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;

    /** By endpoint, by method, by status. */
    private final Map<String, Map<String, AtomicReferenceArray<@Nullable Timer>>> endpoints = new ConcurrentHashMap<>();

    HttpTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(@Nullable String template, String method, int status, long nanos) {
        String endpoint = template == null ? NO_ENDPOINT : template;
        Map<String, AtomicReferenceArray<@Nullable Timer>> methods = endpoints.get(endpoint);
        if (methods == null) {
            methods = endpoints.computeIfAbsent(endpoint, key -> new ConcurrentHashMap<>());
        }
        AtomicReferenceArray<@Nullable Timer> statuses = methods.get(method);
        if (statuses == null) {
            statuses = methods.computeIfAbsent(method, key -> new AtomicReferenceArray<>(STATUSES));
        }
        Timer timer = statuses.get(status);
        if (timer == null) {
            // The registry gives the same timer to two that come here at once.
            timer = timer(endpoint, method, status);
            statuses.set(status, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String endpoint, String method, int status) {
        return Timer.builder("agent.server.http.request.duration")
                .description("Time from the arrival of an HTTP request to its answer")
                .tag("endpoint", endpoint)
                .tag("method", method)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
