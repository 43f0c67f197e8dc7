package io.agentserver.loadtest;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One number of a request's figures, by the name it has in an assertion.
 *
 * @param name such as {@code p99}
 * @param units what a bound may be written in and what one of it is in the figure's own unit, the usual one first
 * @param value reads it, in its own unit: milliseconds, percent, per second
 */
record Figure(String name, List<Unit> units, ToDoubleFunction<Measured> value) {

    /** What a bound is written in; {@code factor} of the figure's own unit. */
    record Unit(String name, double factor) {}

    private static final Unit MILLIS = new Unit("ms", 1);
    private static final Unit BARE = new Unit("", 1);
    private static final List<Unit> TIME = List.of(MILLIS, BARE, new Unit("s", 1000));
    private static final List<Unit> PERCENT = List.of(new Unit("%", 1), BARE);
    private static final List<Unit> NUMBER = List.of(BARE);

    /** Percentiles that are written without their point. */
    private static final Map<String, Double> SHORT_PERCENTILES = Map.of("p999", 99.9, "p9999", 99.99);

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?)");

    static final Figure MIN = new Figure("min", TIME, Measured::minMillis);
    static final Figure MEAN = new Figure("mean", TIME, Measured::meanMillis);
    static final Figure MAX = new Figure("max", TIME, Measured::maxMillis);
    static final Figure FAILED_PERCENT = new Figure("failed_percent", PERCENT, m -> m.percentOf(m.ko()));
    static final Figure OK_PERCENT = new Figure("ok_percent", PERCENT, m -> m.percentOf(m.ok()));
    static final Figure FAILED_COUNT = new Figure("failed_count", NUMBER, Measured::ko);
    static final Figure OK_COUNT = new Figure("ok_count", NUMBER, Measured::ok);
    static final Figure COUNT = new Figure("count", NUMBER, m -> m.ok() + m.ko());
    static final Figure OK_PER_S = new Figure("ok_per_s", NUMBER, Measured::okPerSecond);

    private static final List<Figure> NAMED =
            List.of(MIN, MEAN, MAX, FAILED_PERCENT, OK_PERCENT, FAILED_COUNT, OK_COUNT, COUNT, OK_PER_S);

    static Figure percentile(double percentile) {
        if (!(percentile > 0 && percentile < 100)) {
            throw new IllegalArgumentException(
                    "percentile: " + percentile + " (expected: more than 0 and less than 100; for 100 use max)");
        }
        String name = SHORT_PERCENTILES.entrySet().stream()
                .filter(entry -> entry.getValue() == percentile)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> "p" + PlainNumber.text(percentile));
        return new Figure(name, TIME, m -> m.percentileMillis(percentile));
    }

    /** The figure of that name, null when there is none. */
    static @Nullable Figure named(String name) {
        for (Figure figure : NAMED) {
            if (figure.name.equals(name)) {
                return figure;
            }
        }
        Double percentile = SHORT_PERCENTILES.get(name);
        Matcher matcher = PERCENTILE.matcher(name);
        if (percentile == null && matcher.matches()) {
            percentile = Double.valueOf(matcher.group(1));
        }
        return percentile == null || percentile == 0 ? null : percentile(percentile);
    }

    /** The unit of that name, null when a bound of this figure cannot be written in it. */
    @Nullable
    Unit unit(String unitName) {
        return units.stream()
                .filter(unit -> unit.name().equals(unitName))
                .findFirst()
                .orElse(null);
    }
}
