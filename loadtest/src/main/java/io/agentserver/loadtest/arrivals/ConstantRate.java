package io.agentserver.loadtest.arrivals;

/** The same number each second, at even distances; the first at the start. */
public record ConstantRate(double perSecond, long durationNanos) implements IndexedArrivals {

    public ConstantRate {
        Limits.notNegative("users per second", perSecond);
        Limits.notNegative("duration", durationNanos);
    }

    /** The same rate with the distances of a Poisson process, as if by people who know nothing of each other. */
    public Arrivals randomized() {
        return new Poisson(perSecond, durationNanos);
    }

    @Override
    public long count() {
        // Those of a rate such as 0.1 a second start at 0 s, 10 s, ...: the first belongs even to a short time.
        return (long) Math.ceil(perSecond * durationNanos / Limits.NANOS_PER_SECOND - 1e-6);
    }

    @Override
    public long at(long index) {
        return (long) (index * Limits.NANOS_PER_SECOND / perSecond);
    }
}
