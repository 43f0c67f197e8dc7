package io.agentserver.benchmarks;

/**
 * A server stall within a window of constant load, and what a perfect observer sees of it: of the window's planned starts
 * the share {@code stall / window} falls into the stall, the first of them waits it all out, the last not at all. What was
 * held is answered in order and takes a while, which the server knows too: the last one waits for all the others.
 *
 * @param drainMillis from the end of the stall to the last answer of those held
 */
record Stall(double stallMillis, double windowMillis, double drainMillis) {

    /** What the drain of the backlog takes: nearer to the shortest waits nothing is said. */
    private static final double MARGIN = 0.01;

    /** What rounding in the quantile must not decide. */
    private static final double ROUNDING = 1e-9;

    /** Whether that quantile is decided by the stall alone. */
    boolean decides(double quantile) {
        return quantile >= 1 - stallMillis / windowMillis + MARGIN - ROUNDING;
    }

    /** The latency at that quantile, counted from the planned start, for a server that otherwise answers at once. */
    double latencyMillis(double quantile) {
        double intoStall = (1 - quantile) * windowMillis;
        return stallMillis - intoStall + drainMillis * intoStall / stallMillis;
    }

    /**
     * How wrong a reported latency is, as a share of the error that is allowed.
     *
     * @param allowedShare of the exact latency; or else
     * @param allowedMillis if that is more
     */
    double error(double quantile, double reportedMillis, double allowedShare, double allowedMillis) {
        double exact = latencyMillis(quantile);
        return Math.abs(reportedMillis - exact) / Math.max(allowedShare * exact, allowedMillis);
    }
}
