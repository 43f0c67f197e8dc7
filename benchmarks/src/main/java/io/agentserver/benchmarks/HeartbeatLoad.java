package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Heartbeats at a constant rate from the devices of a fleet in turn. An answer is a text frame, and answers come in the
 * order of the heartbeats, so that nothing needs to be decoded: the generator is to cost less than the server.
 */
final class HeartbeatLoad {

    /**
     * What a window of load came to.
     *
     * @param latency microseconds from the planned time to the answer, of every heartbeat planned in the window
     * @param generatorCpu how much of its one core the generator used
     */
    record Outcome(Histogram latency, double generatorCpu) {

        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e3;
        }
    }

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    /** A device and what it still waits for; its one heartbeat is prepared, as only its time would change. */
    private static final class Beating {
        private final Device device;
        private final byte[] heartbeat;
        private final ArrayDeque<Long> unanswered = new ArrayDeque<>(4);

        Beating(Device device) {
            this.device = device;
            this.heartbeat = device.heartbeat();
        }
    }

    private final ClientLoop loop;
    private final List<Beating> all = new ArrayList<>();
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private CompletableFuture<Void> over = new CompletableFuture<>();
    private int next;
    private long unanswered;

    private HeartbeatLoad(ClientLoop loop) {
        this.loop = loop;
    }

    /** Takes over the answers to the devices of that fleet, which has connected. */
    static HeartbeatLoad of(ClientLoop loop, Fleet fleet) {
        HeartbeatLoad load = new HeartbeatLoad(loop);
        return loop.call(() -> {
            for (Device device : fleet.devices()) {
                Beating beating = new Beating(device);
                load.all.add(beating);
                device.answers(() -> load.answered(beating));
            }
            fleet.losses(load::failed);
            return load;
        });
    }

    /**
     * Sends that many per second for that long, and waits for the last answer.
     *
     * @throws IllegalStateException when a device is lost or an answer does not come
     */
    Outcome run(int perSecond, Duration duration) {
        long cpu = loop.cpuNanos();
        long began = System.nanoTime();
        new Pace(loop, perSecond, this::beat).run(duration, this::begin);
        double busy = (loop.cpuNanos() - cpu) / (double) (System.nanoTime() - began);
        loop.await(() -> unanswered == 0, "Heartbeats are unanswered");
        return loop.call(() -> new Outcome(latency.copy(), busy));
    }

    private CompletableFuture<Void> begin() {
        latency.reset();
        over = new CompletableFuture<>();
        return over;
    }

    private void beat(long plannedNanos) {
        Beating beating = all.get(next);
        next = (next + 1) % all.size();
        beating.unanswered.add(plannedNanos);
        unanswered++;
        beating.device.send(beating.heartbeat);
    }

    private void answered(Beating beating) {
        Long planned = beating.unanswered.poll();
        if (planned != null) {
            unanswered--;
            latency.recordValue((System.nanoTime() - planned) / 1_000);
        }
    }

    private void failed(String reason) {
        over.completeExceptionally(new IllegalStateException("A device was lost: " + reason));
    }
}
