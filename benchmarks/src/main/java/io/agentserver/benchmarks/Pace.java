package io.agentserver.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Plans starts at a constant rate, whatever becomes of them, and tells of each when it is due. Confined to the client's
 * event loop.
 */
final class Pace {

    /** No timer is set shorter than this; starts due meanwhile are a little late, which counts as latency. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

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
        while (due - System.nanoTime() <= 0 && !stopped) {
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
