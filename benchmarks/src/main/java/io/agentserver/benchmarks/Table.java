package io.agentserver.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures by subject: everything that was measured, whether or not a target asks for it. */
final class Table {

    /** What measures of foreign load begin with. */
    static final String OTHERS = "cores others used during ";

    /** A subject whatever its flags and arguments. */
    private record Server(String title, Subject.Kind kind) {}

    private final Map<String, Map<Server, Series>> measures = new LinkedHashMap<>();

    void add(String measure, Subject subject, double value) {
        measures.computeIfAbsent(measure, key -> new LinkedHashMap<>())
                .computeIfAbsent(new Server(subject.title(), subject.kind()), key -> new Series())
                .add(value);
    }

    /** The values of the hub, or where there are none of it, of whatever was measured first; or null. */
    @Nullable
    Series own(String measure) {
        Series hub = series(measure, Subject.Kind.HUB);
        return hub != null
                ? hub
                : measures.getOrDefault(measure, Map.of()).values().stream()
                        .findFirst()
                        .orElse(null);
    }

    /** The values of the first subject of that kind, or null when there are none. */
    @Nullable
    Series series(String measure, Subject.Kind kind) {
        return measures.getOrDefault(measure, Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The most that others took of the machine while a measurement ran. */
    double othersCores() {
        return measures.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(OTHERS))
                .flatMap(entry -> entry.getValue().values().stream())
                .mapToDouble(Series::median)
                .max()
                .orElse(0);
    }

    /** All of it: median, spread, and the first subject's median as a ratio to each. */
    String markdown() {
        StringBuilder out = new StringBuilder(
                "| measure | server | median | min .. max | first / this |\n|---|---|---:|---:|---:|\n");
        measures.forEach((measure, bySubject) -> {
            double first = bySubject.values().iterator().next().median();
            bySubject.forEach((subject, series) -> out.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            measure,
                            subject.title(),
                            Series.number(series.median()),
                            series.spread(),
                            bySubject.size() == 1 ? "" : Series.number(first / series.median()))));
        });
        return out.toString();
    }
}
