package io.agentserver.loadtest.arrivals;

/** A rate that grows or falls steadily. Number n starts when the area under the rate has reached n. */
record RampRate(double fromPerSecond, double toPerSecond, long durationNanos) implements IndexedArrivals {

    RampRate {
        Limits.notNegative("users per second", fromPerSecond);
        Limits.notNegative("users per second", toPerSecond);
        Limits.notNegative("duration", durationNanos);
    }

    @Override
    public long count() {
        return (long) Math.ceil((fromPerSecond + toPerSecond) / 2 * seconds() - 1e-6);
    }

    @Override
    public long at(long index) {
        if (index == 0) {
            return 0;
        }
        double growth = (toPerSecond - fromPerSecond) / seconds();
        double root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * growth * index));
        double at = 2 * index / (fromPerSecond + root);
        return Math.min(durationNanos, (long) (at * Limits.NANOS_PER_SECOND));
    }

    private double seconds() {
        return durationNanos / Limits.NANOS_PER_SECOND;
    }
}
