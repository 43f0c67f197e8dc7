package io.agentserver.server.state;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.LatencyStatistics;
import io.agentserver.server.ServerStatistics;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Measures what the statistics tell (contract 5.8 to 5.10), all of it bounded. */
public final class Measurements implements ServerObserver {

    private static final int LATENCY_SAMPLES = 10_000;
    private static final Duration THROUGHPUT_WINDOW = Duration.ofSeconds(60);
    private static final int CLIENTS_REMEMBERED = 100_000;
    private static final int FLAKY_FROM = 3;
    private static final String FOLDER = "/api/";

    /** By route template, of which there are a handful. */
    private final Map<String, LatencyWindow> latency = new ConcurrentHashMap<>();

    private final ThroughputWindow throughput;
    private final ConnectionStability stability;

    public Measurements(Timing timing) {
        this.throughput = new ThroughputWindow(THROUGHPUT_WINDOW, timing.nanoTime());
        this.stability = new ConnectionStability(timing.clock(), CLIENTS_REMEMBERED, FLAKY_FROM);
    }

    /** What all that amounts to now; sorts the samples, so it takes some milliseconds. */
    public ServerStatistics statistics() {
        Map<String, LatencyStatistics> latencies = new TreeMap<>();
        latency.forEach((endpoint, window) -> {
            LatencyStatistics statistics = window.statistics();
            if (statistics != null) {
                latencies.put(name(endpoint), statistics);
            }
        });
        return new ServerStatistics(latencies, throughput.statistics(), stability.statistics());
    }

    @Override
    public void requestAnswered(@Nullable String endpoint, String method, int status, long nanos) {
        if (endpoint != null) {
            LatencyWindow window = latency.get(endpoint);
            if (window == null) {
                window = latency.computeIfAbsent(endpoint, key -> new LatencyWindow(LATENCY_SAMPLES));
            }
            window.record(nanos);
        }
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        stability.connected(client.clientId());
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        stability.disconnected(client.clientId(), reason);
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        if (session.state() == SessionState.COMPLETED) {
            throughput.record();
        }
    }

    private static String name(String endpoint) {
        return endpoint.startsWith(FOLDER) ? endpoint.substring(FOLDER.length()) : endpoint;
    }
}
