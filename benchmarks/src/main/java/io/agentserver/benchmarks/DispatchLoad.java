package io.agentserver.benchmarks;

import io.agentserver.protocol.MessageStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Rounds from {@code POST /api/dispatch} to the TASK_END at a random device. Each round has a device and an HTTP connection to
 * itself; a round that finds neither free waits, and the wait counts, because time runs from the planned start.
 */
final class DispatchLoad implements AutoCloseable, HttpConnection.Listener, Device.TaskListener {

    /**
     * What a window of load came to.
     *
     * @param rounds rounds that ended in the window
     * @param latency microseconds from the planned start to the end
     * @param service microseconds from the real start to the end
     * @param generatorCpu how much of its one core the generator used
     */
    record Outcome(long rounds, Duration window, Histogram latency, Histogram service, double generatorCpu) {

        double perSecond() {
            return rounds * 1e9 / window.toNanos();
        }

        double latencyMillis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e3;
        }
    }

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    /** A round under way ends when its answer and its TASK_END have both come. */
    private static final class Round {
        private final Device device;
        private final long plannedNanos;
        private final long startedNanos;
        private boolean halfDone;

        Round(Device device, long plannedNanos, long startedNanos) {
            this.device = device;
            this.plannedNanos = plannedNanos;
            this.startedNanos = startedNanos;
        }
    }

    private final ClientLoop loop;
    private final Target target;
    private final int connectionCount;
    private final List<HttpConnection> connections = new ArrayList<>();
    private final ArrayDeque<HttpConnection> freeConnections = new ArrayDeque<>();
    private final List<Device> freeDevices = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Map<Device, Round> byDevice = new HashMap<>();
    private final Map<HttpConnection, Round> byConnection = new HashMap<>();
    private final CompletableFuture<Void> allConnected = new CompletableFuture<>();
    private Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private Histogram service = new Histogram(LONGEST_MICROS, 3);
    private CompletableFuture<Void> windowOver = new CompletableFuture<>();
    private @Nullable Pace pace;
    private boolean closedLoop;
    private boolean stopped;
    private long taskNumber;

    private DispatchLoad(ClientLoop loop, Target target, int connectionCount) {
        this.loop = loop;
        this.target = target;
        this.connectionCount = connectionCount;
    }

    /** Opens the HTTP connections and takes over the fleet's tasks. At most {@code connections} rounds run at once. */
    static DispatchLoad open(ClientLoop loop, Target target, Fleet fleet, int connections) {
        DispatchLoad load = new DispatchLoad(loop, target, connections);
        loop.call(() -> {
            fleet.devices().forEach(device -> device.tasks(load));
            load.freeDevices.addAll(fleet.devices());
            for (int i = 0; i < connections; i++) {
                load.connections.add(HttpConnection.open(loop, target, load));
            }
            return true;
        });
        load.allConnected.join();
        return load;
    }

    /** Starts the next round whenever one ends, always as many at once as there are connections. */
    Outcome closedLoop(Duration duration) {
        loop.call(() -> {
            begin();
            closedLoop = true;
            for (int i = 0; i < connectionCount; i++) {
                start(System.nanoTime());
            }
            return true;
        });
        return window(duration);
    }

    /** Starts rounds at that rate, whatever becomes of them. */
    Outcome openLoop(int perSecond, Duration duration) {
        loop.call(() -> {
            begin();
            closedLoop = false;
            pace = new Pace(loop, perSecond, this::start);
            pace.begin();
            return true;
        });
        return window(duration);
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
        freeConnections.add(connection);
        if (freeConnections.size() == connectionCount) {
            allConnected.complete(null);
        }
    }

    @Override
    public void answered(HttpConnection connection) {
        Round round = byConnection.remove(connection);
        freeConnections.add(connection);
        if (round != null) {
            halfDone(round);
        }
        startWaiting();
    }

    @Override
    public void taskEnded(Device device, MessageStatus status) {
        Round round = byDevice.remove(device);
        if (status != MessageStatus.COMPLETED) {
            failed("A task on " + device.id() + " ended with status " + status);
        } else if (round != null) {
            halfDone(round);
        }
    }

    @Override
    public void failed(String reason) {
        IllegalStateException failure = new IllegalStateException("Dispatching failed: " + reason);
        allConnected.completeExceptionally(failure);
        windowOver.completeExceptionally(failure);
    }

    private void begin() {
        latency.reset();
        service.reset();
        windowOver = new CompletableFuture<>();
        stopped = false;
    }

    /** Lets the load run, then stops it and waits for the rounds under way, which no longer count. */
    private Outcome window(Duration duration) {
        long cpu = loop.cpuNanos();
        long began = System.nanoTime();
        CompletableFuture<Void> over = loop.call(() -> windowOver);
        try {
            over.completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException failure) {
            loop.call(this::stop);
            throw failure;
        }
        Outcome outcome = loop.call(() -> {
            long elapsed = System.nanoTime() - began;
            double busy = (loop.cpuNanos() - cpu) / (double) elapsed;
            stop();
            return new Outcome(
                    latency.getTotalCount(), Duration.ofNanos(elapsed), latency.copy(), service.copy(), busy);
        });
        loop.await(() -> byDevice.isEmpty() && byConnection.isEmpty(), "Rounds are still under way");
        return outcome;
    }

    /** Starts no more rounds; true, because it was asked. */
    private boolean stop() {
        stopped = true;
        waiting.clear();
        if (pace != null) {
            pace.stop();
        }
        return true;
    }

    private void start(long plannedNanos) {
        if (freeConnections.isEmpty() || freeDevices.isEmpty()) {
            waiting.add(plannedNanos);
            return;
        }
        HttpConnection connection = freeConnections.remove();
        Round round = new Round(takeFreeDevice(), plannedNanos, System.nanoTime());
        byDevice.put(round.device, round);
        byConnection.put(connection, round);
        connection.send(request(round.device));
    }

    /** Any of them; the last one takes its place. */
    private Device takeFreeDevice() {
        int index = random.nextInt(freeDevices.size());
        Device last = freeDevices.remove(freeDevices.size() - 1);
        return index == freeDevices.size() ? last : freeDevices.set(index, last);
    }

    private void halfDone(Round round) {
        if (!round.halfDone) {
            round.halfDone = true;
            return;
        }
        freeDevices.add(round.device);
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        latency.recordValue((now - round.plannedNanos) / 1_000);
        service.recordValue((now - round.startedNanos) / 1_000);
        if (closedLoop) {
            start(now);
        } else {
            startWaiting();
        }
    }

    private void startWaiting() {
        while (!waiting.isEmpty() && !freeConnections.isEmpty() && !freeDevices.isEmpty()) {
            start(waiting.remove());
        }
    }

    private byte[] request(Device device) {
        String body = "{\"client_id\":\"" + device.id() + "\",\"request\":\"count the log files\",\"task_name\":\"t"
                + taskNumber++ + "\"}";
        return ("POST /api/dispatch HTTP/1.1\r\nHost: 127.0.0.1:" + target.port() + "\r\nX-API-Key: "
                        + target.apiKey() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
