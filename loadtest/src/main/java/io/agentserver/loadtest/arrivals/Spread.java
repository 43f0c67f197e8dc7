package io.agentserver.loadtest.arrivals;

/** That many, evenly over a time; the first at its start. */
record Spread(long count, long durationNanos) implements IndexedArrivals {

    Spread {
        Limits.notNegative("users", count);
        Limits.notNegative("duration", durationNanos);
    }

    @Override
    public long at(long index) {
        return (long) ((double) index / count * durationNanos);
    }
}
