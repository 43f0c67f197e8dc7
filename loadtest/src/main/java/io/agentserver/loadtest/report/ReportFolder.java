package io.agentserver.loadtest.report;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.RunResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * The folder that a run is reported in. Opened before the run, so that a wrong path is known at once; fed with one interval
 * histogram a second and request name, which it writes at once and does not keep; finished with the result.
 *
 * <p>An existing folder is fine: the files of the same name are replaced, each in one step. Not thread-safe.
 */
public final class ReportFolder implements Closeable {

    private final Path folder;

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder where it is missing.
     *
     * @throws IOException when nothing can be written there, with the path and the reason
     */
    public static ReportFolder open(Path folder) throws IOException {
        requireNonNull(folder, "folder");
        Files.createDirectories(folder);
        return new ReportFolder(folder);
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
    public void interval(String request, Instant from, Instant to, Histogram interval) {}

    /**
     * Writes {@code index.html}, {@code stats.json}, {@code stats.csv} and {@code junit.xml} and completes the {@code .hlog}
     * files.
     *
     * @throws IOException with the path and the reason when something could not be written, in the intervals before included
     */
    public void finish(RunResult result) throws IOException {}

    /** The page to open in a browser. */
    public Path index() {
        return folder.resolve("index.html");
    }

    /** Without {@link #finish} before it, removes what was begun. */
    @Override
    public void close() {}
}
