package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Plans starts at a constant rate, whatever becomes of them, and tells of each when it is due. Confined to the client's
 * event loop.
 */
final class Pace {

    /** No timer is set shorter than this; starts due meanwhile are a little late, which counts as latency. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** After so many the event loop looks at its sockets: a generator that has fallen behind must still hear answers. */
    private static final int MOST_AT_ONCE = 64;

    private final ClientLoop loop;
    private final double perSecond;
    private final LongConsumer start;
    private long beganNanos;
    private long planned;
    private boolean stopped;

    /** @param start is told the planned time of each start */
    Pace(ClientLoop loop, double perSecond, LongConsumer start) {
        this.loop = loop;
        this.perSecond = perSecond;
        this.start = start;
    }

    /**
     * Plans starts for so long and returns; sooner when the load is broken off.
     *
     * @param prepared completes exceptionally to break it off; asked for on the event loop, before the first start
     * @throws java.util.concurrent.CompletionException with the reason for which the load was broken off
     */
    void run(Duration duration, Supplier<CompletableFuture<Void>> prepared) {
        CompletableFuture<Void> end = loop.call(() -> {
            CompletableFuture<Void> over = prepared.get();
            begin();
            return over;
        });
        try {
            end.completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } finally {
            loop.call(this::stop);
        }
    }

    void begin() {
        beganNanos = System.nanoTime();
        startDue();
    }

    /** Nothing is due any more; how many starts were planned. */
    long stop() {
        stopped = true;
        return planned;
    }

    private void startDue() {
        if (stopped) {
            return;
        }
        long due = plannedAt(planned);
        for (int i = 0; i < MOST_AT_ONCE && due - System.nanoTime() <= 0 && !stopped; i++) {
            planned++;
            start.accept(due);
            due = plannedAt(planned);
        }
        long wait = Math.max(SHORTEST_WAIT_NANOS, due - System.nanoTime());
        loop.eventLoop().schedule(this::startDue, wait, TimeUnit.NANOSECONDS);
    }

    private long plannedAt(long index) {
        return beganNanos + (long) (index * 1e9 / perSecond);
    }
}
