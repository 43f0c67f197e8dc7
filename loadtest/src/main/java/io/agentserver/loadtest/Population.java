package io.agentserver.loadtest;

import io.agentserver.loadtest.arrivals.Arrivals;
import io.agentserver.loadtest.arrivals.Concurrency;
import org.jspecify.annotations.Nullable;

/**
 * A scenario and when its users start. Exactly one of {@code open} and {@code closed} is there.
 *
 * @param scenario the scenario's name
 * @param steps what a user does
 * @param open when users start
 * @param closed how many are at work at once
 */
public record Population(
        String scenario,
        Step steps,
        @Nullable Arrivals open,
        @Nullable Concurrency closed) {

    public Population {
        if ((open == null) == (closed == null)) {
            throw new IllegalArgumentException("population " + scenario + ": (expected: either open or closed)");
        }
    }

    /** From the start to the last one planned. */
    public long durationNanos() {
        if (open != null) {
            return open.durationNanos();
        }
        return closed == null ? 0 : closed.durationNanos();
    }
}
