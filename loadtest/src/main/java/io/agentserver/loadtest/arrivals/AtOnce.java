package io.agentserver.loadtest.arrivals;

/** All of them at the start. */
record AtOnce(long count) implements IndexedArrivals {

    AtOnce {
        Limits.notNegative("users", count);
    }

    @Override
    public long durationNanos() {
        return 0;
    }

    @Override
    public long at(long index) {
        return 0;
    }
}
