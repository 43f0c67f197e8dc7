package io.agentserver.loadtest.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a report folder back: {@code stats.json} and the histogram logs that it names. */
public final class RunReader {

    private RunReader() {}

    /**
     * Reads it whole.
     *
     * @throws IOException with the file and the reason when something is missing or not what it should be
     */
    public static Run read(Path folder) throws IOException {
        Path file = folder.resolve("stats.json");
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + ": has no stats.json (expected: a report folder of the load tester)");
        }
        JsonNode stats;
        try {
            stats = JsonMapper.shared().readTree(file);
        } catch (JacksonException e) {
            throw new IOException(file + ": not JSON: " + e.getOriginalMessage(), e);
        }
        if (!stats.path("requests").isObject() || !stats.path("valid").isBoolean()) {
            throw new IOException(file + ": has no \"requests\" and \"valid\" (expected: a report of the load tester)");
        }
        Map<String, Run.Request> requests = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> request : stats.path("requests").properties()) {
            requests.put(request.getKey(), request(folder, request.getKey(), request.getValue()));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        stats.path("run")
                .path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asString("")));
        return new Run(
                folder,
                stats.path("run").path("scenario").asString("?"),
                stats.path("duration_s").asDouble(Double.NaN),
                invalidReasons(stats),
                settings,
                requests);
    }

    private static List<String> invalidReasons(JsonNode stats) {
        List<String> reasons = new ArrayList<>();
        stats.path("invalid_reasons").forEach(reason -> reasons.add(reason.asString("")));
        if (!stats.path("valid").asBoolean() && reasons.isEmpty()) {
            reasons.add("no reason given");
        }
        return reasons;
    }

    private static Run.Request request(Path folder, String name, JsonNode figures) throws IOException {
        String log = figures.path("hlog").asString("");
        if (!log.matches("[^/\\\\]+\\.hlog")) {
            throw new IOException(folder + ": stats.json names no histogram log for " + name);
        }
        return new Run.Request(
                figures.path("count").asLong(0),
                figures.path("ko").asLong(0),
                figures.path("answered_per_s").asDouble(Double.NaN),
                log(folder.resolve(log)));
    }

    private static IntervalLog log(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": missing (expected: the histogram log that stats.json names)");
        }
        List<AbstractHistogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram interval = reader.nextIntervalHistogram();
            while (interval != null) {
                if (interval instanceof AbstractHistogram histogram) {
                    intervals.add(histogram);
                }
                interval = reader.nextIntervalHistogram();
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + ": not a histogram log: " + e.getMessage(), e);
        }
        return IntervalLog.of(intervals);
    }
}
