package io.agentserver.loadtest.report;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that a run is reported in. Opened before the run, so that a wrong path is known at once; fed with one interval
 * histogram a second and request name, which it writes at once and does not keep; finished with the result.
 *
 * <p>An existing folder is fine: the files of the same name are replaced, each in one step, and histogram logs that only the
 * report before had are removed. Not thread-safe.
 */
public final class ReportFolder implements Closeable {

    private static final String STATS = "stats.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;
    private final String prefix;
    private final Map<String, HistogramLog> logs = new HashMap<>();
    private @Nullable IOException fault;

    private ReportFolder(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /**
     * Makes the folder where it is missing.
     *
     * @throws IOException when nothing can be written there, with the path and the reason
     */
    public static ReportFolder open(Path folder) throws IOException {
        requireNonNull(folder, "folder");
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".report", ".part"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("report: " + folder + " is a file (expected: a folder)", e);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return new ReportFolder(folder, "");
    }

    /** One in the same folder that is not to be finished, under names of its own: nothing of it is left when it is closed. */
    public ReportFolder draft() {
        return new ReportFolder(folder, ".draft-");
    }

    /**
     * Logs what one request name came to in one interval: the times from the planned start, in microseconds, of those requests
     * that count in the figures and ended in it. The sum of all intervals of a name is its {@code latency} in the result.
     * Empty intervals may be left out. Never throws for a full disk: {@link #finish} tells of it, the run goes on.
     *
     * @param request the name
     * @param from when the interval began
     * @param to when it ended
     * @param interval not kept, and free for use again on return
     */
    public void interval(String request, Instant from, Instant to, Histogram interval) {
        HistogramLog log = log(request, from);
        if (log != null) {
            log.interval(from, to, interval);
        }
    }

    /**
     * Writes {@code index.html}, {@code stats.json}, {@code stats.csv} and {@code junit.xml} and completes the {@code .hlog}
     * files.
     *
     * @throws IOException with the path and the reason when something could not be written, in the intervals before included
     */
    public void finish(RunResult result) throws IOException {
        Set<String> before = logsOfTheReportBefore();
        try {
            for (RequestResult request : result.requests()) {
                log(request.name(), result.info().started()); // there is one for each name, if only an empty one
            }
            if (fault != null) {
                throw fault;
            }
            for (Map.Entry<String, HistogramLog> log : logs.entrySet()) {
                log.getValue().finish();
                before.remove(LogFileName.of(log.getKey()));
            }
            logs.clear();
            write("stats.csv", StatsCsv.of(result));
            write("junit.xml", JunitXml.of(result));
            write("index.html", HtmlPage.of(result));
            write(STATS, JSON.writeValueAsString(StatsJson.of(result)) + "\n");
            for (String name : before) {
                Files.deleteIfExists(folder.resolve(name));
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** The page to open in a browser. */
    public Path index() {
        return folder.resolve("index.html");
    }

    /** Without {@link #finish} before it, removes what was begun. */
    @Override
    public void close() {
        logs.values().forEach(HistogramLog::discard);
        logs.clear();
    }

    private @Nullable HistogramLog log(String request, Instant began) {
        HistogramLog log = logs.get(request);
        if (log == null && fault == null) {
            try {
                log = HistogramLog.open(folder.resolve(prefix + LogFileName.of(request)), began);
                logs.put(request, log);
            } catch (IOException e) {
                fault = e;
            }
        }
        return log;
    }

    private void write(String name, String content) throws IOException {
        ReportFile.replace(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private Set<String> logsOfTheReportBefore() {
        Set<String> names = new HashSet<>();
        try {
            for (JsonNode request : JSON.readTree(folder.resolve(STATS)).path("requests")) {
                String name = request.path("hlog").asString("");
                if (name.matches("[A-Za-z0-9%~_-][A-Za-z0-9%~._-]*\\.hlog")) {
                    names.add(name);
                }
            }
        } catch (JacksonException e) {
            names.clear(); // no report before this one, or not one of ours: nothing of it is ours to remove
        }
        return names;
    }

    private static IOException unwritable(Path folder, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IOException("report: cannot write in " + folder + ": " + reason, cause);
    }
}
