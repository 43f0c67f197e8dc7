package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code stats.csv}: one line per request name, as RFC 4180 has it. Columns are named as in {@code stats.json}. */
final class StatsCsv {

    private static final String HEADER = "name,count,ok,ko,unsent,min_ms,mean_ms,p50_ms,p75_ms,p95_ms,p99_ms,p999_ms,"
            + "max_ms,service_min_ms,service_mean_ms,service_p50_ms,service_p75_ms,service_p95_ms,service_p99_ms,"
            + "service_p999_ms,service_max_ms,planned_per_s,sent_per_s,answered_per_s,errors";

    private StatsCsv() {}

    static String of(RunResult result) {
        StringBuilder text = new StringBuilder(HEADER).append("\r\n");
        for (RequestResult request : result.requests()) {
            text.append(line(request, result)).append("\r\n");
        }
        return text.toString();
    }

    private static String line(RequestResult request, RunResult result) {
        List<String> cells = new ArrayList<>();
        cells.add(quoted(request.name()));
        for (long number : new long[] {request.count(), request.ok(), request.ko(), request.unsent()}) {
            cells.add(Long.toString(number));
        }
        times(cells, Times.of(request.latency()));
        times(cells, Times.of(request.service()));
        for (long number : new long[] {request.planned(), request.sent(), request.answered()}) {
            cells.add(number(Times.perSecond(number, result.info().duration())));
        }
        cells.add(quoted(errors(request.errors())));
        return String.join(",", cells);
    }

    private static void times(List<String> cells, Times times) {
        for (double millis : new double[] {
            times.min(), times.mean(), times.p50(), times.p75(), times.p95(), times.p99(), times.p999(), times.max()
        }) {
            cells.add(number(millis));
        }
    }

    private static String errors(Map<String, Long> errors) {
        return new TreeMap<>(errors)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";"));
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString()
                : "";
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
