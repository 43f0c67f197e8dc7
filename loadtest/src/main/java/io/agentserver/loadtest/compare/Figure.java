package io.agentserver.loadtest.compare;

import java.util.function.ToDoubleFunction;

/** A figure that two runs are compared by. */
enum Figure {
    P50("p50 ms", Sample::p50, 0.5),
    P95("p95 ms", Sample::p95, 0.95),
    P99("p99 ms", Sample::p99, 0.99),
    P999("p99.9 ms", Sample::p999, 0.999),
    MEAN("mean ms", Sample::mean, 0),
    /** Shown, never judged: one value says nothing about the next. */
    MAX("max ms", Sample::max, 1),
    /** Only its spread comes from the log; the figure itself is what the report says. */
    ANSWERED("answered/s", Sample::perRow, 0);

    private static final int FEWEST_IN_THE_TAIL = 10;

    private final String title;
    private final ToDoubleFunction<Sample> value;
    private final double share;

    Figure(String title, ToDoubleFunction<Sample> value, double share) {
        this.title = title;
        this.value = value;
        this.share = share;
    }

    String title() {
        return title;
    }

    double of(Sample sample) {
        return value.applyAsDouble(sample);
    }

    boolean judged() {
        return this != MAX;
    }

    boolean higherIsWorse() {
        return this != ANSWERED;
    }

    /** Whether so many values are enough for a quantile to be more than one of its few largest. */
    boolean enough(long count) {
        return count > 0 && count * (1 - share) >= FEWEST_IN_THE_TAIL;
    }
}
