package io.agentserver.loadtest.arrivals;

import java.time.Duration;
import java.util.List;

/** How many users of a closed workload are at work at once, as a function of time. */
public interface Concurrency {

    /** How long it takes, in nanoseconds. */
    long durationNanos();

    /** How many at that time after the start; the last value at the end and later. */
    int at(long nanos);

    /** Always that many. */
    static Concurrency constant(int users, Duration duration) {
        return ramp(users, users, duration);
    }

    /** Steadily from one number to another. */
    static Concurrency ramp(int from, int to, Duration duration) {
        return new RampConcurrency(from, to, duration.toNanos());
    }

    /** Those, each from the end of the one before. */
    static Concurrency oneAfterTheOther(List<Concurrency> parts) {
        return new ConcurrencyParts(parts);
    }
}
