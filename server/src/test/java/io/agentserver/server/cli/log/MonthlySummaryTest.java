package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** M-62, in virtual time. */
class MonthlySummaryTest {

    private final MutableClock clock = new MutableClock("2026-10-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void onTheFirstTheMonthIsSummedUpBeforeItsFirstDayGoes() throws IOException {
        LogFile file = daily();
        for (int day = 0; day < 31; day++) { // one more than is kept
            say(file, "INFO", "[Session] Task completed: s" + day);
            say(file, "ERROR", "something broke");
            clock.advance(Duration.ofDays(1));
            file.upkeep();
        }

        Map<?, ?> summary = summary("2026-10");
        assertThat(summary.get("lines")).isEqualTo(62);
        assertThat(summary.get("levels")).isEqualTo(Map.of("INFO", 31, "ERROR", 31));
        assertThat((Map<?, ?>) summary.get("tasks")).extracting("completed").isEqualTo(31);
        assertThat((List<?>) summary.get("files")).hasSize(31);
        assertThat(names("ufo_server_daily.log.")).hasSize(30).startsWith("ufo_server_daily.log.2026-10-02");
    }

    @Test
    void keepsTwelve() throws IOException {
        for (int month = 1; month <= 12; month++) {
            Files.writeString(folder.resolve("ufo_server_monthly.2025-%02d.json".formatted(month)), "{}");
        }
        LogFile file = daily();
        for (int month = 1; month <= 3; month++) {
            clock.set("2026-%02d-15T00:00:00Z".formatted(month));
            say(file, "INFO", "a line");
            clock.set("2026-%02d-01T00:00:00Z".formatted(month + 1));
            file.upkeep();
        }

        assertThat(names("ufo_server_monthly."))
                .hasSize(12)
                .startsWith("ufo_server_monthly.2025-04.json")
                .endsWith(
                        "ufo_server_monthly.2026-01.json",
                        "ufo_server_monthly.2026-02.json",
                        "ufo_server_monthly.2026-03.json");
    }

    @Test
    void aServerThatDidNotRunOnTheFirstMakesUpForIt() throws IOException {
        backup("2026-10-30", "INFO");
        clock.set("2026-11-20T12:00:00Z");

        daily().upkeep();

        assertThat(summary("2026-10").get("lines")).isEqualTo(1);
    }

    @Test
    void noFileIsDeletedWhileItIsRead() throws IOException {
        Queue<Runnable> work = new ArrayDeque<>();
        Path path = folder.resolve("ufo_server_daily.log");
        LogFile file =
                new LogFile(path, new DailyRotation(30, ZoneOffset.UTC, new MonthlySummary(path, work::add)), clock);
        backup("2026-10-01", "INFO");
        clock.set("2026-11-01T00:00:00Z");

        file.upkeep();
        file.upkeep();
        assertThat(names("ufo_server_daily.log.")).hasSize(1);
        assertThat(work).hasSize(1);

        work.remove().run();
        file.upkeep();
        assertThat(names("ufo_server_daily.log.")).isEmpty();
        assertThat(summary("2026-10").get("lines")).isEqualTo(1);
    }

    @Test
    void aSummaryThatCannotBeWrittenIsToldAndHoldsUpNothing() throws IOException {
        backup("2026-10-01", "INFO");
        backup("2026-10-31", "INFO");
        Path obstacle = Files.createDirectories(
                folder.resolve("ufo_server_monthly.2026-10.json.tmp").resolve("x"));
        clock.set("2026-11-01T00:00:00Z");
        LogFile file = daily();

        try (Captured told = new Captured(MonthlySummary.class)) {
            file.upkeep();
            file.upkeep();
            assertThat(told.lines()).singleElement().asString().startsWith("WARNING The log summary of 2026-10 cannot");
        }
        assertThat(names("ufo_server_daily.log.")).containsExactly("ufo_server_daily.log.2026-10-31");

        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        for (int hour = 0; hour < 3; hour++) {
            clock.advance(Duration.ofHours(1));
            file.upkeep();
        }
        assertThat(summary("2026-10").get("lines")).isEqualTo(1);
    }

    private LogFile daily() {
        Path path = folder.resolve("ufo_server_daily.log");
        return new LogFile(path, new DailyRotation(30, ZoneOffset.UTC, new MonthlySummary(path, Runnable::run)), clock);
    }

    private void say(LogFile file, String level, String message) throws IOException {
        file.append(line(level, message).getBytes(StandardCharsets.US_ASCII));
        file.flush();
    }

    private void backup(String day, String level) throws IOException {
        Files.writeString(folder.resolve("ufo_server_daily.log." + day), line(level, "text"));
    }

    private String line(String level, String message) {
        String time = clock.instant().toString().replace("Z", ".000000");
        return "{\"timestamp\": \"" + time + "\", \"level\": \"" + level + "\", \"message\": \"" + message + "\"}\n";
    }

    private Map<?, ?> summary(String month) throws IOException {
        Path path = folder.resolve("ufo_server_monthly." + YearMonth.parse(month) + ".json");
        return new JsonMapper().readValue(Files.readString(path), Map.class);
    }

    private List<String> names(String start) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .sorted()
                    .toList();
        }
    }
}
