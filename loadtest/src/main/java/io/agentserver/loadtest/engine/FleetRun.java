package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.net.Transport;
import io.agentserver.loadtest.stats.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Simulated devices alone, without load. {@link #run} takes the calling thread, {@link #end} may come from any other. */
public final class FleetRun {

    /** Real devices send one every two minutes (contract 1.4). */
    private static final int HEARTBEAT_EVERY_SECONDS = 120;

    private static final double FLAKY_CHANCE_PER_SECOND = 0.05;

    /**
     * What the fleet has seen so far.
     *
     * @param seconds since all were connected
     * @param connected now
     * @param wanted how many there are to be
     * @param tasks that ended at a device
     * @param commands messages with commands
     * @param lost connections
     * @param errors messages that refused something
     */
    public record State(long seconds, int connected, int wanted, long tasks, long commands, long lost, long errors) {}

    /** Hears of it once a second, on the thread that runs it. */
    @FunctionalInterface
    public interface Listener {

        /** A second is over. */
        void second(State state);
    }

    private final Target target;
    private final RunPlan plan;
    private final @Nullable Duration duration;
    private final Listener listener;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param prefix what the devices' ids begin with
     * @param duration how long, or null for until {@link #end}
     */
    public FleetRun(
            Target target,
            FleetPlan fleet,
            String prefix,
            int threads,
            @Nullable Duration duration,
            Listener listener) {
        this.target = target;
        this.duration = duration;
        this.listener = listener;
        this.plan = new RunPlan(
                "fleet",
                prefix,
                List.of(),
                fleet,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                null,
                Duration.ofSeconds(60),
                1,
                threads,
                1,
                false,
                Map.of());
    }

    /** Disconnects everybody; {@link #run} returns. */
    public void end() {
        ended.countDown();
    }

    /**
     * Connects the devices and keeps them until the end.
     *
     * @throws RunFailedException when some of them cannot be connected, or none was any more at the end
     */
    public void run() throws RunFailedException, InterruptedException {
        try (Transport transport = new Transport(target, plan.threads())) {
            Shards shards = new Shards(transport, plan, List.of(), 0, fault -> {});
            try {
                long lastConnected = System.nanoTime();
                shards.connectFleet(new Connecting(), () -> ended.getCount() == 0);
                long begun = System.nanoTime();
                long second = 0;
                boolean over = false;
                while (!over) {
                    over = ended.await(1, TimeUnit.SECONDS);
                    State state = state(shards, (System.nanoTime() - begun) / 1_000_000_000L);
                    if (state.connected() > 0) {
                        lastConnected = System.nanoTime();
                    }
                    if (over) {
                        break;
                    }
                    long at = second++;
                    listener.second(state);
                    shards.fleetSecond(
                            (int) (at % HEARTBEAT_EVERY_SECONDS), HEARTBEAT_EVERY_SECONDS, FLAKY_CHANCE_PER_SECOND);
                    if (duration != null && System.nanoTime() - begun >= duration.toNanos()) {
                        over = true;
                    }
                }
                judge(System.nanoTime() - lastConnected);
            } finally {
                shards.close();
            }
        }
    }

    /** Flaky devices may all be away for a moment; a server that is there has them back within a second. */
    private void judge(long nobodyForNanos) throws RunFailedException {
        if (plan.fleet().devices() > 0 && nobodyForNanos > TimeUnit.SECONDS.toNanos(1)) {
            throw new RunFailedException("fleet: 0 of " + plan.fleet().connections()
                    + " connected at the end (expected: a server that is there to the end)");
        }
    }

    private State state(Shards shards, long seconds) {
        FleetCounts sum = shards.fleetCounts();
        return new State(
                seconds, shards.connected(), plan.fleet().connections(), sum.tasks, sum.commands, sum.lost, sum.errors);
    }

    /** Only the connecting is of interest. */
    private final class Connecting implements RunListener {
        private long shown;

        @Override
        public void connecting(int connected, int wanted) {
            long now = System.nanoTime();
            if (now - shown > TimeUnit.SECONDS.toNanos(1)) {
                shown = now;
                listener.second(new State(0, connected, wanted, 0, 0, 0, 0));
            }
        }

        @Override
        public void second(Second second) {
            // There is no load.
        }

        @Override
        public void interval(String request, Instant from, Instant to, Histogram times) {
            // There is no load.
        }

        @Override
        public void draining(int waiting, Duration left) {
            // There is no load.
        }
    }
}
