package io.agentserver.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures by subject as Markdown: median, spread, and the first subject's median as a ratio to each. */
final class Table {

    private final Map<String, Map<String, Series>> measures = new LinkedHashMap<>();

    void add(String measure, Subject subject, double value) {
        measures.computeIfAbsent(measure, key -> new LinkedHashMap<>())
                .computeIfAbsent(subject.title(), key -> new Series())
                .add(value);
    }

    String markdown() {
        StringBuilder out = new StringBuilder(
                "| measure | server | median | min .. max | first / this |\n|---|---|---:|---:|---:|\n");
        measures.forEach((measure, bySubject) -> {
            double first = bySubject.values().iterator().next().median();
            bySubject.forEach((subject, series) -> out.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            measure,
                            subject,
                            Series.number(series.median()),
                            series.spread(),
                            Series.number(first / series.median()))));
        });
        return out.toString();
    }
}
