package io.agentserver.server.cli;

import io.agentserver.server.LatencyStatistics;
import io.agentserver.server.state.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latencies of a run by the name of what was measured, and the report of them (contract M-71 to M-75). */
final class LatencyReport {

    private static final int WIDTH = 80;

    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    /** Keeps a latency. */
    void add(String name, double millis) {
        samples.computeIfAbsent(name, key -> new ArrayList<>()).add(millis);
    }

    /** Whether something of that name was measured. */
    boolean has(String name) {
        return samples.containsKey(name);
    }

    /** The report, as the seed prints it; a name without samples is not in it. */
    String text() {
        StringBuilder text = new StringBuilder("\n📊 Latency Report:\n")
                .append("=".repeat(WIDTH))
                .append('\n');
        samples.forEach((name, millis) -> append(
                text,
                name,
                Quantiles.summarise(
                        millis.stream().mapToDouble(Double::doubleValue).toArray())));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, LatencyStatistics latency) {
        text.append('\n').append(name).append(":\n");
        text.append("  Count:   ").append(latency.count()).append('\n');
        append(text, "  Min:     ", latency.min());
        append(text, "  Max:     ", latency.max());
        append(text, "  Mean:    ", latency.mean());
        append(text, "  Median:  ", latency.median());
        append(text, "  P95:     ", latency.p95());
        append(text, "  P99:     ", latency.p99());
    }

    private static void append(StringBuilder text, String label, double millis) {
        text.append(label).append(PythonNumber.fixed(millis, 2)).append(" ms\n");
    }
}
