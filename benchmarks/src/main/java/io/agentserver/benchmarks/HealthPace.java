package io.agentserver.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * {@code GET /api/health} at a constant rate over a number of connections. A request that finds none free waits, and the
 * wait counts, because time runs from the planned start.
 */
final class HealthPace implements AutoCloseable, HttpConnection.Listener {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final ClientLoop loop;
    private final byte[] request;
    private final int connectionCount;
    private final List<HttpConnection> connections = new ArrayList<>();
    private final ArrayDeque<HttpConnection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Map<HttpConnection, Long> plannedNanos = new HashMap<>();
    private final CompletableFuture<Void> allConnected = new CompletableFuture<>();
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private CompletableFuture<Void> over = new CompletableFuture<>();

    private HealthPace(ClientLoop loop, Target target, int connectionCount) {
        this.loop = loop;
        this.request = ("GET " + ConstantReplies.HEALTH_PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.port()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.connectionCount = connectionCount;
    }

    static HealthPace open(ClientLoop loop, Target target, int connections) {
        HealthPace pace = new HealthPace(loop, target, connections);
        loop.call(() -> {
            for (int i = 0; i < connections; i++) {
                pace.connections.add(HttpConnection.open(loop, target, pace));
            }
            return true;
        });
        pace.allConnected.join();
        return pace;
    }

    /** Asks that many times per second for that long, and waits for the last answer; microseconds from the planned time. */
    Histogram run(int perSecond, Duration duration) {
        new Pace(loop, perSecond, this::ask).run(duration, this::begin);
        loop.await(plannedNanos::isEmpty, "Requests are unanswered");
        return loop.call(latency::copy);
    }

    @Override
    public void close() {
        loop.call(() -> {
            connections.forEach(HttpConnection::close);
            return true;
        });
    }

    @Override
    public void ready(HttpConnection connection) {
        free.add(connection);
        if (free.size() == connectionCount) {
            allConnected.complete(null);
        }
    }

    @Override
    public void answered(HttpConnection connection) {
        Long planned = plannedNanos.remove(connection);
        if (planned != null) {
            latency.recordValue((System.nanoTime() - planned) / 1_000);
        }
        Long next = waiting.poll();
        if (next == null) {
            free.add(connection);
        } else {
            send(connection, next);
        }
    }

    @Override
    public void failed(String reason) {
        IllegalStateException failure = new IllegalStateException("Asking for health failed: " + reason);
        allConnected.completeExceptionally(failure);
        over.completeExceptionally(failure);
    }

    private CompletableFuture<Void> begin() {
        latency.reset();
        over = new CompletableFuture<>();
        return over;
    }

    private void ask(long planned) {
        HttpConnection connection = free.poll();
        if (connection == null) {
            waiting.add(planned);
        } else {
            send(connection, planned);
        }
    }

    private void send(HttpConnection connection, long planned) {
        plannedNanos.put(connection, planned);
        connection.send(request);
    }
}
