package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.loadtest.engine.RunListener;
import io.agentserver.loadtest.report.ReportFolder;
import io.agentserver.loadtest.stats.Second;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunConsoleTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final String CURSOR_UP = "\u001b[1A";

    @TempDir
    private Path dir;

    private final StringWriter printed = new StringWriter();
    private final PrintWriter writer = new PrintWriter(printed, true);

    @Test
    void aRehearsalPrintsNothingAndLeavesTheFolderAsItWas() throws IOException {
        Path before = Files.writeString(dir.resolve("health.hlog"), "of the run before");
        try (ReportFolder folder = ReportFolder.open(dir)) {
            RunConsole console = console(folder);
            console.rehearse(unseen -> {
                seconds(unseen);
                assertThat(dir.resolve(".draft-health.hlog.part")).exists();
            });

            assertThat(dir).isDirectoryContaining(before::equals);
            assertThat(dir.toFile().list()).hasSize(1);
            assertThat(before).hasContent("of the run before");
            assertThat(printed.toString()).isEmpty();
            console.second(new Second(0, 1, Map.of()));
            assertThat(printed.toString()).contains("measuring").doesNotContain(CURSOR_UP);
        }
    }

    @Test
    void aRehearsalThatFailsLeavesNothingEither() throws IOException {
        try (ReportFolder folder = ReportFolder.open(dir)) {
            RunConsole console = console(folder);
            assertThatThrownBy(() -> console.rehearse(unseen -> {
                        seconds(unseen);
                        throw new IllegalStateException("a fault");
                    }))
                    .hasMessage("a fault");

            assertThat(dir).isEmptyDirectory();
        }
    }

    @Test
    void rehearsesWithoutAReportToo() {
        console(null).rehearse(RunConsoleTest::seconds);

        assertThat(printed.toString()).isEmpty();
    }

    private RunConsole console(@Nullable ReportFolder folder) {
        return new RunConsole(new Terminal(writer, writer, true), folder, Duration.ZERO, Duration.ZERO, TEN_SECONDS);
    }

    private static void seconds(RunListener listener) {
        Histogram times = new Histogram(3);
        times.recordValue(1_000);
        for (int i = 0; i < 2; i++) {
            listener.second(new Second(i, 1, Map.of()));
            listener.interval("health", Instant.EPOCH.plusSeconds(i), Instant.EPOCH.plusSeconds(i + 1), times);
        }
    }
}
