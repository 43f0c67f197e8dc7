package io.agentserver.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the hub has measured of itself (contract 5.8 to 5.10).
 *
 * @param latency by endpoint: the path below {@code /api/}, such as {@code health}; endpoints without a sample are absent
 * @param throughput completed tasks
 * @param connections how steady clients are
 */
public record ServerStatistics(
        Map<String, LatencyStatistics> latency, ThroughputStatistics throughput, StabilityStatistics connections) {

    public ServerStatistics {
        latency = Collections.unmodifiableMap(new LinkedHashMap<>(latency));
        Objects.requireNonNull(throughput, "throughput");
        Objects.requireNonNull(connections, "connections");
    }
}
