package io.agentserver.loadtest.arrivals;

/** Nobody for a while. */
record Nothing(long durationNanos) implements IndexedArrivals {

    Nothing {
        Limits.notNegative("duration", durationNanos);
    }

    @Override
    public long count() {
        return 0;
    }

    @Override
    public long at(long index) {
        throw new IndexOutOfBoundsException(index);
    }
}
