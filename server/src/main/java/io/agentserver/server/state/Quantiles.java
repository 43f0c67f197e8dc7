package io.agentserver.server.state;

import io.agentserver.server.LatencyStatistics;
import java.util.Arrays;

/** Summarises samples the way the seeds' Python does. */
public final class Quantiles {

    /** Samples from which p95 is a quantile (M-72). */
    private static final int ENOUGH_FOR_P95 = 20;

    /** Samples from which p99 is a quantile (M-72). */
    private static final int ENOUGH_FOR_P99 = 100;

    private Quantiles() {}

    /** Of at least one sample; sorts the array. */
    public static LatencyStatistics summarise(double[] millis) {
        if (millis.length == 0) {
            throw new IllegalArgumentException("millis: no samples (expected: at least one)");
        }
        Arrays.sort(millis);
        int length = millis.length;
        double max = millis[length - 1];
        return new LatencyStatistics(
                length,
                millis[0],
                max,
                Arrays.stream(millis).sum() / length,
                (millis[(length - 1) / 2] + millis[length / 2]) / 2,
                length >= ENOUGH_FOR_P95 ? exclusive(millis, 19, 20) : max,
                length >= ENOUGH_FOR_P99 ? exclusive(millis, 99, 100) : max);
    }

    /** Cut point {@code i} of {@code n} over sorted samples, as {@code statistics.quantiles} has it (M-73). */
    private static double exclusive(double[] sorted, int i, int n) {
        int length = sorted.length;
        int j = Math.max(1, Math.min(length - 1, i * (length + 1) / n));
        int delta = i * (length + 1) - j * n;
        return (sorted[j - 1] * (n - delta) + sorted[j] * delta) / n;
    }
}
