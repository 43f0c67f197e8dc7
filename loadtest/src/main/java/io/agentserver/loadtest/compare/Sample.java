package io.agentserver.loadtest.compare;

import java.util.Arrays;

/**
 * What counted values come to, in milliseconds; NaN when there are none.
 *
 * @param perRow how many values a row has
 */
record Sample(long count, double mean, double p50, double p95, double p99, double p999, double max, double perRow) {

    static Sample of(double[] millis, long[] counts, int rows) {
        long total = 0;
        double sum = 0;
        double max = Double.NaN;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            sum += counts[i] * millis[i];
            max = counts[i] > 0 ? millis[i] : max;
        }
        double[] quantiles = quantiles(millis, counts, total, 0.5, 0.95, 0.99, 0.999);
        return new Sample(
                total,
                total == 0 ? Double.NaN : sum / total,
                quantiles[0],
                quantiles[1],
                quantiles[2],
                quantiles[3],
                max,
                rows == 0 ? Double.NaN : (double) total / rows);
    }

    private static double[] quantiles(double[] millis, long[] counts, long total, double... shares) {
        double[] found = new double[shares.length];
        Arrays.fill(found, Double.NaN);
        long below = 0;
        int next = 0;
        for (int i = 0; i < counts.length && next < shares.length; i++) {
            below += counts[i];
            while (next < shares.length && counts[i] > 0 && below >= Math.max(1, Math.ceil(shares[next] * total))) {
                found[next++] = millis[i];
            }
        }
        return found;
    }
}
