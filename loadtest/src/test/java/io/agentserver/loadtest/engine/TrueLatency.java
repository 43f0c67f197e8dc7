package io.agentserver.loadtest.engine;

import java.util.Arrays;
import java.util.List;

/**
 * How long the requests of a constant rate really took, as their server saw it: from the planned time to the written answer.
 * When the first was planned the server is not told. But no request comes before its time, so that the one that came with the
 * least delay tells it.
 */
final class TrueLatency {

    private final long[] sorted;

    private TrueLatency(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of so many requests, after the first so many. */
    static TrueLatency of(List<StallServer.Served> served, int rate, int first, int count) {
        long start = Long.MAX_VALUE;
        for (int i = 0; i < served.size(); i++) {
            start = Math.min(start, served.get(i).cameAt() - offset(i, rate));
        }
        long[] latencies = new long[count];
        for (int i = 0; i < count; i++) {
            latencies[i] = served.get(first + i).writtenAt() - start - offset(first + i, rate);
        }
        Arrays.sort(latencies);
        return new TrueLatency(latencies);
    }

    private static long offset(int request, int rate) {
        return Math.round(1e9 * request / rate);
    }

    /** What that share of them took at most. */
    double millis(double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length - 1e-9) - 1] / 1e6;
    }
}
