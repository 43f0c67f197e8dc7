package io.agentserver.loadtest.compare;

import java.util.Arrays;

/** Where a true value lies with 99 % confidence. */
public record Interval(double low, double high) {

    private static final double TAIL = 0.005;
    private static final double Z = 2.5758;

    /** Student's t at 99.5 % for 1, 2, 3 … degrees of freedom. */
    private static final double[] STUDENT = {
        63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977, 2.947, 2.921,
        2.898, 2.878, 2.861, 2.845
    };

    /** What the middle 99 % of the replicates span. */
    static Interval ofReplicates(double[] replicates) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        int cut = (int) Math.floor(TAIL * sorted.length);
        return new Interval(sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    /**
     * Of the difference of two means of which at least one has more than one value; the spread is taken to be the same on
     * both sides.
     */
    static Interval ofDifference(double[] base, double[] candidate) {
        int degrees = base.length + candidate.length - 2;
        double variance = (squares(base) + squares(candidate)) / degrees;
        double half = student(degrees) * Math.sqrt(variance * (1.0 / base.length + 1.0 / candidate.length));
        double difference = mean(candidate) - mean(base);
        return new Interval(difference - half, difference + half);
    }

    /** Of the difference of two shares (Newcombe's interval from Wilson's). */
    static Interval ofShares(long baseHits, long baseAll, long candidateHits, long candidateAll) {
        Interval base = wilson(baseHits, baseAll);
        Interval candidate = wilson(candidateHits, candidateAll);
        double b = (double) baseHits / baseAll;
        double c = (double) candidateHits / candidateAll;
        return new Interval(
                c - b - Math.hypot(c - candidate.low, base.high - b),
                c - b + Math.hypot(candidate.high - c, b - base.low));
    }

    private static Interval wilson(long hits, long all) {
        double share = (double) hits / all;
        double z2 = Z * Z;
        double middle = share + z2 / (2 * all);
        double half = Z * Math.sqrt(share * (1 - share) / all + z2 / (4.0 * all * all));
        double scale = 1 + z2 / all;
        return new Interval((middle - half) / scale, (middle + half) / scale);
    }

    /**
     * Wider around its middle, as a spread that is known from a few blocks only is itself uncertain: by as much as Student's t
     * exceeds the normal distribution.
     */
    Interval widened(double middle, int blocks) {
        double factor = student(Math.max(1, blocks - 1)) / Z;
        return new Interval(middle - factor * (middle - low), middle + factor * (high - middle));
    }

    private static double student(int degrees) {
        return STUDENT[Math.min(degrees, STUDENT.length) - 1];
    }

    /** The smallest that holds both. */
    Interval and(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    Interval exp() {
        return new Interval(Math.exp(low), Math.exp(high));
    }

    boolean holds(double value) {
        return low <= value && value <= high;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
