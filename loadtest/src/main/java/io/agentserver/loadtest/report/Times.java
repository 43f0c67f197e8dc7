package io.agentserver.loadtest.report;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Figures of a histogram of microseconds, in milliseconds; NaN when it is empty. */
record Times(double min, double mean, double p50, double p75, double p95, double p99, double p999, double max) {

    static Times of(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            double none = Double.NaN;
            return new Times(none, none, none, none, none, none, none, none);
        }
        return new Times(
                micros.getMinValue() / 1000.0,
                micros.getMean() / 1000.0,
                percentile(micros, 50),
                percentile(micros, 75),
                percentile(micros, 95),
                percentile(micros, 99),
                percentile(micros, 99.9),
                micros.getMaxValue() / 1000.0);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** NaN when the window is empty. */
    static double perSecond(long count, Duration window) {
        double seconds = seconds(window);
        return seconds > 0 ? count / seconds : Double.NaN;
    }

    private static double percentile(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
