package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.report.ReportFolder;
import io.agentserver.loadtest.stats.Second;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunConsoleTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    private Path dir;

    private final StringWriter printed = new StringWriter();
    private final PrintWriter writer = new PrintWriter(printed, true);

    @Test
    void aRehearsalPrintsNothingAndLeavesNothingInTheFolder() throws IOException {
        Histogram times = new Histogram(3);
        times.recordValue(1_000);
        Instant now = Instant.EPOCH;
        try (ReportFolder folder = ReportFolder.open(dir)) {
            RunConsole console = new RunConsole(
                    new Terminal(writer, writer, true), folder, Duration.ZERO, Duration.ZERO, TEN_SECONDS);
            console.rehearse(unseen -> {
                unseen.second(new Second(0, 1, Map.of()));
                unseen.interval("health", now, now.plusSeconds(1), times);
                assertThat(dir.resolve("health.hlog.part")).exists();
            });

            assertThat(dir).isEmptyDirectory();
            assertThat(printed.toString()).isEmpty();
            console.second(new Second(0, 1, Map.of()));
            assertThat(printed.toString()).contains("measuring");
        }
    }

    @Test
    void rehearsesWithoutAReportToo() {
        RunConsole console =
                new RunConsole(new Terminal(writer, writer, false), null, Duration.ZERO, Duration.ZERO, TEN_SECONDS);
        console.rehearse(unseen -> unseen.second(new Second(0, 1, Map.of())));

        assertThat(printed.toString()).isEmpty();
    }
}
