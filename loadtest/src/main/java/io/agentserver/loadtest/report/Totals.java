package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.RequestResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** All requests of a run together, each name for itself: a dispatch counts beside its HTTP part. */
final class Totals {

    static final String NAME = "global";

    private Totals() {}

    static RequestResult of(List<RequestResult> requests) {
        Map<String, Long> errors = new TreeMap<>();
        requests.forEach(request -> request.errors().forEach((kind, times) -> errors.merge(kind, times, Long::sum)));
        return new RequestResult(
                NAME,
                sum(requests, RequestResult::ok),
                sum(requests, RequestResult::ko),
                sum(requests, RequestResult::unsent),
                sum(requests, RequestResult::sent),
                sum(requests, RequestResult::answered),
                merged(requests, RequestResult::latency),
                merged(requests, RequestResult::service),
                errors);
    }

    private static long sum(List<RequestResult> requests, ToLongFunction<RequestResult> figure) {
        return requests.stream().mapToLong(figure).sum();
    }

    private static Histogram merged(List<RequestResult> requests, Function<RequestResult, Histogram> histogram) {
        int digits = requests.stream()
                .mapToInt(request -> histogram.apply(request).getNumberOfSignificantValueDigits())
                .max()
                .orElse(1);
        Histogram all = new Histogram(digits);
        requests.forEach(request -> all.add(histogram.apply(request)));
        return all;
    }
}
