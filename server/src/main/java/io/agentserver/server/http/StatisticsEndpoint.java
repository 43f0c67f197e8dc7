package io.agentserver.server.http;

import io.agentserver.server.LatencyStatistics;
import io.agentserver.server.ServerStatistics;
import io.agentserver.server.StabilityStatistics;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.ThroughputStatistics;
import io.agentserver.server.state.Snapshots;
import java.util.List;

/** {@code GET /api/statistics}: latency by endpoint (M-71), throughput (M-77), stability of connections (M-85). */
final class StatisticsEndpoint implements Endpoint {

    /** Empty objects while they have no sample (M-70, M-71); other endpoints are absent until then. */
    private static final List<String> ALWAYS_THERE = List.of("health", "clients");

    private final Snapshots snapshots;

    StatisticsEndpoint(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Answer answer(Call call) {
        return new Answer.Later(snapshots.fresh().map(StateSnapshot::statistics).map(StatisticsEndpoint::reply));
    }

    private static Reply reply(ServerStatistics statistics) {
        JsonText json = new JsonText(1_024).object().name("latency").object();
        ALWAYS_THERE.stream()
                .filter(endpoint -> !statistics.latency().containsKey(endpoint))
                .forEach(endpoint -> json.name(endpoint).object().endObject());
        statistics
                .latency()
                .forEach((endpoint, latency) -> write(json.name(endpoint).object(), latency));
        json.endObject().name("throughput").object();
        write(json, statistics.throughput());
        json.name("connections").object();
        write(json, statistics.connections());
        return Reply.ok(json.endObject());
    }

    private static void write(JsonText json, LatencyStatistics latency) {
        json.member("count", latency.count())
                .member("min", latency.min())
                .member("max", latency.max())
                .member("mean", latency.mean())
                .member("median", latency.median())
                .member("p95", latency.p95())
                .member("p99", latency.p99())
                .endObject();
    }

    private static void write(JsonText json, ThroughputStatistics throughput) {
        json.member("window_seconds", throughput.windowSeconds())
                .member("completions_in_window", throughput.completionsInWindow())
                .member("rate_per_second", throughput.ratePerSecond())
                .member("rate_per_minute", throughput.ratePerMinute())
                .member("total_completions", throughput.totalCompletions())
                .endObject();
    }

    private static void write(JsonText json, StabilityStatistics connections) {
        json.member("total_connections", connections.totalConnections())
                .member("total_disconnections", connections.totalDisconnections())
                .member("stability_rate", connections.stabilityRate())
                .member("disconnections_per_hour", connections.disconnectionsPerHour())
                .name("flaky_clients")
                .array();
        connections
                .flakyClients()
                .forEach(client -> json.array()
                        .value(client.clientId())
                        .value(client.reconnections())
                        .endArray());
        json.endArray().endObject();
    }
}
