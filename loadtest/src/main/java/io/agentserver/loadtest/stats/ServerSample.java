package io.agentserver.loadtest.stats;

import java.util.Map;

/**
 * What the server said of itself on {@code /metrics} at one moment of the run.
 *
 * @param seconds since the ramp began
 * @param values by a short name such as {@code clients}, {@code sessions_active}, {@code event_loop_lag_ms}, {@code
 *     dispatch_p99_ms}, {@code health_p99_ms}, {@code heap_bytes}, {@code cpu}; what the server does not tell is absent
 */
public record ServerSample(double seconds, Map<String, Double> values) {}
