package io.agentserver.loadtest.arrivals;

/** A number of users that grows or falls steadily, or stays. */
record RampConcurrency(int from, int to, long durationNanos) implements Concurrency {

    RampConcurrency {
        Limits.notNegative("users", from);
        Limits.notNegative("users", to);
        Limits.notNegative("duration", durationNanos);
    }

    @Override
    public int at(long nanos) {
        if (nanos >= durationNanos) {
            return to;
        }
        return from + (int) Math.round((double) (to - from) * Math.max(0, nanos) / durationNanos);
    }
}
