package io.agentserver.loadtest;

import io.agentserver.loadtest.stats.RequestResult;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What an assertion looks at: the figures of one request name, or of all of them together. */
record Measured(long ok, long ko, long answered, Histogram latency, Duration window) {

    static Measured of(List<RequestResult> requests, Duration window) {
        Histogram latency = new Histogram(digits(requests));
        requests.forEach(request -> latency.add(request.latency()));
        return new Measured(
                requests.stream().mapToLong(RequestResult::ok).sum(),
                requests.stream().mapToLong(RequestResult::ko).sum(),
                requests.stream().mapToLong(RequestResult::answered).sum(),
                latency,
                window);
    }

    /** As exact as the most exact of them. */
    private static int digits(List<RequestResult> requests) {
        return requests.stream()
                .mapToInt(request -> request.latency().getNumberOfSignificantValueDigits())
                .max()
                .orElse(1);
    }

    double percentileMillis(double percentile) {
        return latency.getTotalCount() == 0 ? Double.NaN : latency.getValueAtPercentile(percentile) / 1000.0;
    }

    double meanMillis() {
        return latency.getTotalCount() == 0 ? Double.NaN : latency.getMean() / 1000.0;
    }

    double minMillis() {
        return latency.getTotalCount() == 0 ? Double.NaN : latency.getMinValue() / 1000.0;
    }

    double maxMillis() {
        return percentileMillis(100);
    }

    /** NaN when nothing was sent: that says nothing about failures. */
    double percentOf(long part) {
        return ok + ko == 0 ? Double.NaN : 100.0 * part / (ok + ko);
    }

    double okPerSecond() {
        double seconds = window.toNanos() / 1e9;
        return seconds > 0 ? answered / seconds : Double.NaN;
    }
}
