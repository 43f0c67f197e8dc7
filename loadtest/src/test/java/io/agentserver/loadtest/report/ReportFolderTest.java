package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {

    @TempDir
    private Path temporary;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesEveryFileAndNothingElse() throws IOException {
        Path folder = temporary.resolve("new/folder");
        new SampleRun(1).writeTo(folder);

        assertThat(names(folder))
                .containsExactly(
                        "dispatch.hlog", "dispatch.http.hlog", "index.html", "junit.xml", "stats.csv", "stats.json");
    }

    @Test
    void theLogsAddUpToTheResult() throws IOException {
        RunResult result = new SampleRun(1).writeTo(temporary);

        for (RequestResult request : result.requests()) {
            Histogram sum = new Histogram(3);
            int intervals = 0;
            try (HistogramLogReader reader = new HistogramLogReader(
                    temporary.resolve(request.name() + ".hlog").toFile())) {
                Histogram interval = (Histogram) reader.nextIntervalHistogram();
                while (interval != null) {
                    if (intervals == 0) {
                        long firstCounted = SampleRun.RAMP + SampleRun.WARM_UP;
                        assertThat(interval.getStartTimeStamp())
                                .isEqualTo(SampleRun.STARTED
                                        .plusSeconds(firstCounted)
                                        .toEpochMilli());
                    }
                    assertThat(interval.getEndTimeStamp() - interval.getStartTimeStamp())
                            .isEqualTo(1000);
                    sum.add(interval);
                    intervals++;
                    interval = (Histogram) reader.nextIntervalHistogram();
                }
            }
            assertThat(intervals).isEqualTo(SampleRun.DURATION);
            assertThat(sum).isEqualTo(request.latency());
        }
    }

    @Test
    void replacesAReportAndLeavesOtherFilesAlone() throws IOException {
        Files.writeString(temporary.resolve("notes.txt"), "mine");
        Files.writeString(temporary.resolve("mine.hlog"), "mine too");
        new SampleRun(1, 50, "health", "clients").writeTo(temporary);
        new SampleRun(2, 50, "health").writeTo(temporary);

        assertThat(names(temporary))
                .containsExactly(
                        "health.hlog", "index.html", "junit.xml", "mine.hlog", "notes.txt", "stats.csv", "stats.json");
    }

    @Test
    void anUnfinishedReportLeavesTheOneBefore() throws IOException {
        new SampleRun(1, 50, "health").writeTo(temporary);
        String before = Files.readString(temporary.resolve("health.hlog"));
        SampleRun next = new SampleRun(2, 50, "health", "clients");
        try (ReportFolder report = ReportFolder.open(temporary)) {
            next.intervals()
                    .forEach(interval -> report.interval(
                            interval.request(),
                            SampleRun.STARTED,
                            SampleRun.STARTED.plusSeconds(1),
                            interval.histogram()));
        }

        assertThat(temporary.resolve("health.hlog")).hasContent(before);
        assertThat(names(temporary)).hasSize(5).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aNameWithoutAnswersHasAnEmptyLog() throws IOException {
        RunResult sample = new SampleRun(1, 50, "health").result();
        try (ReportFolder report = ReportFolder.open(temporary)) {
            report.finish(sample);
        }
        try (HistogramLogReader reader =
                new HistogramLogReader(temporary.resolve("health.hlog").toFile())) {
            assertThat(reader.nextIntervalHistogram()).isNull();
        }
    }

    @Test
    void saysAtOnceThatAFileIsNoFolder() throws IOException {
        Path file = Files.writeString(temporary.resolve("report"), "");

        assertThatThrownBy(() -> ReportFolder.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("report: " + file + " is a file (expected: a folder)");
        assertThatThrownBy(() -> ReportFolder.open(file.resolve("inside")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("report: cannot write in " + file.resolve("inside") + ": ");
    }

    @Test
    void saysThatTheDiskWasFullDuringTheRun() throws IOException {
        full("dispatch.hlog.part");

        assertThatThrownBy(() -> new SampleRun(1).writeTo(temporary))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("report: cannot write in " + temporary)
                .hasMessageContaining("No space left");
        assertThat(names(temporary)).isEmpty();
    }

    @Test
    void aFullDiskAtTheEndLeavesTheReportBefore() throws IOException {
        new SampleRun(1, 50, "health").writeTo(temporary);
        String before = Files.readString(temporary.resolve("stats.json"));
        full("stats.json.part");

        assertThatThrownBy(() -> new SampleRun(2, 50, "health").writeTo(temporary))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThat(temporary.resolve("stats.json")).hasContent(before);
        assertThat(names(temporary)).noneMatch(name -> name.endsWith(".part"));
    }

    /** A disk that is full, for one file. */
    private void full(String name) throws IOException {
        Path device = Path.of("/dev/full");
        assumeTrue(Files.exists(device), "this system has no /dev/full");
        Files.createSymbolicLink(temporary.resolve(name), device);
    }
}
