package io.agentserver.loadtest.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Has itself called at even distances and notes how late that was: as late as everything else on this thread. It also sees the
 * whole process stopped.
 */
final class LagProbe {

    static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Scheduler scheduler;
    private final Window window;
    private final BooleanSupplier waits;
    private final Histogram lag = RequestStats.histogram();
    private final Map<Long, Long> stalls = new TreeMap<>();
    private long due;
    private long maxOfSecond;
    private boolean waited;

    /**
     * @param waits whether something that counts is waited for, also after the window
     */
    LagProbe(Scheduler scheduler, Window window, BooleanSupplier waits) {
        this.scheduler = scheduler;
        this.window = window;
        this.waits = waits;
    }

    void start() {
        again(scheduler.now());
    }

    private void again(long now) {
        due = now + PERIOD_NANOS;
        scheduler.at(due, this::probe);
    }

    private void probe() {
        long now = scheduler.now();
        long late = Math.max(0, now - due);
        maxOfSecond = Math.max(maxOfSecond, late);
        if (window.overlaps(due, now + 1)) {
            lag.recordValue(late / 1_000);
        }
        // Asked before the stall: what was waited for in it may have been answered since.
        if (late > STALL_NANOS && (waited || window.overlaps(due, now + 1))) {
            stalls.put(now - window.start(), late);
        }
        waited = waits.getAsBoolean();
        again(now);
    }

    /** How late it was at most since the last time this was asked, in microseconds. */
    long endSecond() {
        long micros = maxOfSecond / 1_000;
        maxOfSecond = 0;
        return micros;
    }

    Histogram lag() {
        return lag;
    }

    /** When stalls ended, since the start, and how long they were. */
    Map<Long, Long> stalls() {
        return Map.copyOf(stalls);
    }
}
