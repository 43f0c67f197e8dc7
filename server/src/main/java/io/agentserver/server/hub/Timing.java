package io.agentserver.server.hub;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The three clocks: what time it is (may jump), how much time has passed (never does), and what runs things later.
 *
 * @param clock for instants that are shown to people
 * @param nanoTime for every deadline
 * @param scheduler for tasks that are short and never block
 */
public record Timing(Clock clock, LongSupplier nanoTime, Scheduler scheduler) {

    public Timing {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanoTime, "nanoTime");
        Objects.requireNonNull(scheduler, "scheduler");
    }

    /** Runs the task once after that delay, unless disposed before. */
    public Disposable after(Duration delay, Runnable task) {
        return afterNanos(delay.toNanos(), task);
    }

    /** Runs the task once after that many nanoseconds, unless disposed before. */
    public Disposable afterNanos(long delay, Runnable task) {
        return scheduler.schedule(task, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }
}
