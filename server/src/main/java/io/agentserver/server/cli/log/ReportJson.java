package io.agentserver.server.cli.log;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A report for programs: the same numbers as {@link ReportText}, and the rates that the alert rules look at. */
final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    static String of(LogReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", report.files().stream().map(Path::toString).toList());
        json.put("lines", report.lines());
        json.put("entries", report.entries());
        json.put("exact", report.isExact());
        json.put("levels", byName(report.levels(), Integer.MAX_VALUE));
        json.put("modules", byName(report.modules(), 10));
        json.put("errors", list(report.errors(), 5, "message"));
        json.put("clients", list(report.clients(), 10, "client_id"));
        json.put("hours", hours(report));
        json.put("error_rate", report.errorRate());
        json.put("plain_error_rate", report.plainErrorRate());
        Map<String, Object> tasks = new LinkedHashMap<>();
        tasks.put("completed", report.completed());
        tasks.put("failed", report.failed());
        tasks.put("cancelled", report.cancelled());
        tasks.put("failure_rate", report.taskFailureRate());
        json.put("tasks", tasks);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static Map<String, Long> byName(TopCounts counts, int most) {
        Map<String, Long> json = new LinkedHashMap<>();
        counts.top(most).forEach(count -> json.put(count.name(), count.count()));
        return json;
    }

    private static List<Map<String, Object>> list(TopCounts counts, int most, String key) {
        return counts.top(most).stream()
                .map(count -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put(key, count.name());
                    json.put("count", count.count());
                    return json;
                })
                .toList();
    }

    private static Map<String, Long> hours(LogReport report) {
        Map<String, Long> json = new LinkedHashMap<>();
        for (int hour = 0; hour < 24; hour++) {
            if (report.inHour(hour) > 0) {
                json.put(String.format("%02d", hour), report.inHour(hour));
            }
        }
        return json;
    }
}
