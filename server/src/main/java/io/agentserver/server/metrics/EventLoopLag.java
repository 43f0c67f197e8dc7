package io.agentserver.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures how late event loops run what is due: on each loop that it has been shown, a task that runs twice a second notes
 * how late it is. Any thread.
 */
final class EventLoopLag implements AutoCloseable {

    static final Duration PACE = Duration.ofMillis(500);

    private static final int WINDOWS = 4;
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private final LongSupplier nanoTime;
    private final TimeWindowMax worst;
    private final ConcurrentHashMap<EventLoop, Probe> probes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param clock tells when the last minute is over */
    EventLoopLag(Clock clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.worst = new TimeWindowMax(clock, WINDOW.toMillis(), WINDOWS);
    }

    /** Measures that loop from now on; does nothing when it already does. */
    void watch(EventLoop loop) {
        if (probes.get(loop) == null && !closed) {
            probes.computeIfAbsent(loop, Probe::new);
            if (closed) {
                close();
            }
        }
    }

    /** The most that anything was late within the last minute, on any loop; what is late still counts too. */
    double worstSeconds() {
        long now = nanoTime.getAsLong();
        long overdue = 0;
        for (Probe probe : probes.values()) {
            overdue = Math.max(overdue, probe.overdue(now));
        }
        return Math.max(worst.poll(TimeUnit.SECONDS), overdue / 1e9);
    }

    /** What the loops have been given to do and have not begun. */
    long pendingTasks() {
        long pending = 0;
        for (EventLoop loop : probes.keySet()) {
            if (loop instanceof SingleThreadEventExecutor executor) {
                pending += executor.pendingTasks();
            }
        }
        return pending;
    }

    /** Takes the tasks off the loops. */
    @Override
    public void close() {
        closed = true;
        probes.values().removeIf(Probe::cancel);
    }

    /** The task of one loop; runs on it. */
    private final class Probe implements Runnable {

        private final EventLoop loop;
        private final ScheduledFuture<?> timer;
        private volatile long dueAt;

        Probe(EventLoop loop) {
            long pace = PACE.toNanos();
            this.loop = loop;
            this.dueAt = nanoTime.getAsLong() + pace;
            this.timer = loop.scheduleWithFixedDelay(this, pace, pace, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            long now = nanoTime.getAsLong();
            worst.record(Math.max(0, now - dueAt), TimeUnit.NANOSECONDS);
            dueAt = now + PACE.toNanos();
        }

        /** A loop that has ended owes nothing. */
        long overdue(long now) {
            return loop.isShuttingDown() ? 0 : now - dueAt;
        }

        boolean cancel() {
            timer.cancel(false);
            return true;
        }
    }
}
