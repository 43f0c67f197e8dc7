package io.agentserver.loadtest.arrivals;

/** What every sequence asks of its numbers. */
final class Limits {

    static final double NANOS_PER_SECOND = 1e9;

    private Limits() {}

    static void notNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0 or more)");
        }
    }
}
