package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files, rotation and retention in virtual time. */
class LogFileTest {

    private static final int TEN_MEBIBYTES = 10 * 1_024 * 1_024;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin"); // UTC+1 in winter, UTC+2 in summer

    private final MutableClock clock = new MutableClock("2026-11-21T09:30:00Z");

    @TempDir
    private Path folder;

    @Test
    void makesTheFolderAndTheFileAtOnce() throws IOException { // M-57
        Path path = folder.resolve("deep").resolve("logs").resolve("x.log");

        bySize(path, 1_000, 5).upkeep();

        assertThat(path).isEmptyFile();
    }

    @Test
    void rotatesAtTenMebibytesAndKeepsFive() throws IOException { // M-53, M-56, case 110
        Path path = folder.resolve("ufo_server.log");
        LogFile file = bySize(path, TEN_MEBIBYTES, 5);
        byte[] line = ("{\"timestamp\": \"2026-11-21T09:30:00.000000\"" + " ".repeat(1_000) + "}\n")
                .getBytes(StandardCharsets.US_ASCII);
        int perFile = (TEN_MEBIBYTES - 1) / line.length;

        write(file, line, perFile);
        assertThat(names()).containsExactly("ufo_server.log");
        write(file, line, 1);
        assertThat(names()).containsExactly("ufo_server.log", "ufo_server.log.1");
        assertThat(Files.size(folder.resolve("ufo_server.log.1")))
                .isEqualTo((long) perFile * line.length)
                .isLessThan(TEN_MEBIBYTES);
        write(file, line, 6 * perFile);

        assertThat(names())
                .containsExactly(
                        "ufo_server.log",
                        "ufo_server.log.1",
                        "ufo_server.log.2",
                        "ufo_server.log.3",
                        "ufo_server.log.4",
                        "ufo_server.log.5");
    }

    @Test
    void dotOneIsAlwaysTheNewest() throws IOException { // M-56
        LogFile file = bySize(folder.resolve("x.log"), 10, 3);

        for (int i = 1; i <= 6; i++) {
            say(file, "line " + i);
        }

        assertThat(contents()).containsExactly("x.log=line 6", "x.log.1=line 5", "x.log.2=line 4", "x.log.3=line 3");
    }

    @Test
    void aBackupSomebodyCompressedTakesPart() throws IOException {
        LogFile file = bySize(folder.resolve("x.log"), 10, 2);
        say(file, "line 1");
        say(file, "line 2");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("x.log.1.gz")))) {
            Files.copy(folder.resolve("x.log.1"), out);
        }
        Files.delete(folder.resolve("x.log.1"));

        say(file, "line 3");
        assertThat(names()).containsExactly("x.log", "x.log.1", "x.log.2.gz");
        say(file, "line 4");
        assertThat(names()).containsExactly("x.log", "x.log.1", "x.log.2");
    }

    @Test
    void backupsGoWhenTheirLastLineIsTooOld() throws IOException { // M-60, M-64
        LogFile file = bySize(folder.resolve("x.log"), 10, 5);
        say(file, "line 1");
        say(file, "line 2");

        clock.advance(Duration.ofDays(7));
        file.upkeep();
        assertThat(names()).contains("x.log.2");
        clock.advance(Duration.ofHours(1));
        file.upkeep();

        assertThat(contents()).containsExactly("x.log=");
    }

    @Test
    void aFileThatGrowsSlowlyDoesNotOutliveTheLimitOfAge() throws IOException { // M-60, M-64
        LogFile file = bySize(folder.resolve("x.log"), TEN_MEBIBYTES, 5);
        List<Integer> oldest = new ArrayList<>();
        for (int hour = 0; hour < 24 * 30; hour++) {
            say(file, "hour " + hour);
            clock.advance(Duration.ofHours(1));
            file.upkeep();
            int first = contents().stream()
                    .flatMap(text -> Stream.of(text.split("hour ")).skip(1))
                    .mapToInt(text -> Integer.parseInt(text.trim()))
                    .min()
                    .orElse(hour);
            oldest.add(hour - first);
        }

        // A slice of the seven days more, because files go whole.
        assertThat(oldest.subList(24 * 10, oldest.size()))
                .allSatisfy(age -> assertThat(age).isBetween(7 * 24 - 2, 7 * 24 + 34 + 1));
    }

    @Test
    void aDayOfTheFileIsADayOfTheClock() throws IOException { // M-54, M-56: midnight is local time
        LogFile file = daily(folder.resolve("d.log"));
        clock.set("2026-11-21T22:59:59Z");
        say(file, "before midnight in Berlin");
        clock.set("2026-11-21T23:00:00Z");
        file.upkeep();
        assertThat(contents()).containsExactly("d.log=", "d.log.2026-11-21=before midnight in Berlin");

        say(file, "after");
        clock.advance(Duration.ofHours(23));
        say(file, "last");
        assertThat(names()).hasSize(2);
        clock.advance(Duration.ofHours(1));
        say(file, "next");

        assertThat(contents())
                .containsExactly(
                        "d.log=next", "d.log.2026-11-21=before midnight in Berlin", "d.log.2026-11-22=after\nlast");
    }

    @Test
    void aDayWithTwentyFiveHoursIsOneDay() throws IOException {
        LogFile file = daily(folder.resolve("d.log"));
        clock.set("2026-10-24T22:00:00Z"); // midnight, summer time
        say(file, "first");
        clock.set("2026-10-25T22:59:59Z");
        say(file, "last");
        assertThat(names()).containsExactly("d.log");
        clock.set("2026-10-25T23:00:00Z");
        file.upkeep();

        assertThat(names()).containsExactly("d.log", "d.log.2026-10-25");
    }

    @Test
    void keepsThirtyDays() throws IOException { // M-54, M-61
        LogFile file = daily(folder.resolve("d.log"));
        for (int day = 0; day < 40; day++) {
            say(file, "day " + day);
            clock.advance(Duration.ofDays(1));
            file.upkeep();
        }

        // 21 November and 40 days make 31 December.
        assertThat(backups("d.log")).hasSize(30).startsWith("d.log.2026-12-01").endsWith("d.log.2026-12-30");
    }

    @Test
    void daysWithoutALineDoNotMakeOldFilesLiveLonger() throws IOException { // M-61
        LogFile file = daily(folder.resolve("d.log"));
        say(file, "long ago");
        clock.advance(Duration.ofDays(1));
        file.upkeep();
        assertThat(backups("d.log")).containsExactly("d.log.2026-11-21");

        clock.advance(Duration.ofDays(30));
        file.upkeep();

        assertThat(backups("d.log")).isEmpty();
    }

    @Test
    void aRestartGoesOnWithTheFileAndItsDay() throws IOException {
        Path path = folder.resolve("d.log");
        LogFile first = daily(path);
        json(first, "2026-11-21T09:30:00.000000");
        first.close();

        clock.set("2026-11-22T12:00:00Z");
        LogFile second = daily(path);
        second.upkeep();
        json(second, "2026-11-22T12:00:00.000000");

        assertThat(names()).containsExactly("d.log", "d.log.2026-11-21");
        assertThat(Files.readString(path)).contains("2026-11-22");
    }

    @Test
    void aDayThatComesTwiceIsKeptWhole() throws IOException { // a clock that is set back
        LogFile file = daily(folder.resolve("d.log"));
        clock.set("2026-11-22T00:00:00Z");
        say(file, "ahead");
        clock.set("2026-11-23T00:00:00Z");
        file.upkeep();
        clock.set("2026-11-22T00:00:00Z");
        say(file, "again");
        clock.set("2026-11-23T00:00:00Z");
        file.upkeep();

        assertThat(contents()).contains("d.log.2026-11-22=ahead\nagain");
    }

    @Test
    void aLineTornByACrashDoesNotSpoilTheNext() throws IOException { // M-50
        Path path =
                Files.writeString(folder.resolve("x.log"), "{\"timestamp\": \"2026-11-21T09:00:00.000000\"}\n{\"tor");

        say(bySize(path, 1_000, 5), "whole");

        assertThat(Files.readString(path)).endsWith("{\"tor\nwhole\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatIsMovedAwayIsBegunAnew() throws IOException {
        Path path = folder.resolve("x.log");
        LogFile file = bySize(path, 1_000, 5);
        say(file, "one");
        Files.move(path, folder.resolve("elsewhere"));

        file.upkeep();
        say(file, "two");

        assertThat(contents()).containsExactly("elsewhere=one", "x.log=two");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskKeepsTheLinesForLater() throws IOException {
        Path path = folder.resolve("x.log");
        Files.createSymbolicLink(path, Path.of("/dev/full"));
        LogFile file = bySize(path, 1_000, 5);
        file.append("one\n".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(file::flush).isInstanceOf(IOException.class).hasMessageContaining("space");
        assertThatThrownBy(file::flush).isInstanceOf(IOException.class);
        Files.delete(path);
        file.upkeep();
        say(file, "two");

        assertThat(Files.readString(path)).isEqualTo("one\ntwo\n");
    }

    @Test
    void aFolderThatCannotBeMadeIsAFailureThatCanBeMended() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("logs"), "a file");
        LogFile file = bySize(obstacle.resolve("x.log"), 1_000, 5);

        assertThatThrownBy(file::upkeep).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> say(file, "refused")).isInstanceOf(IOException.class);
        Files.delete(obstacle);
        say(file, "taken");

        assertThat(Files.readString(obstacle.resolve("x.log"))).isEqualTo("taken\n");
    }

    @Test
    void aLineLongerThanTheBufferIsWrittenWhole() throws IOException {
        Path path = folder.resolve("x.log");
        LogFile file = bySize(path, TEN_MEBIBYTES, 5);

        say(file, "short");
        say(file, "x".repeat(1_000_000));
        say(file, "short");

        assertThat(Files.readString(path)).isEqualTo("short\n" + "x".repeat(1_000_000) + "\nshort\n");
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        for (String name : List.of("x.log.old", "x.log.1.bak", "x.log.2020-13-01", "x.log.0", "y.log.2020-01-01")) {
            Files.writeString(folder.resolve(name), "");
        }
        LogFile file = bySize(folder.resolve("x.log"), 10, 1);
        clock.advance(Duration.ofDays(365));
        file.upkeep();

        assertThat(names()).hasSize(6);
    }

    @Test
    void goesOnWritingWhenItCannotBeRotated() throws IOException { // M-53
        Path path = folder.resolve("x.log");
        Rotation stuck = new Rotation() {
            @Override
            public boolean due(long bytes, int more, Instant begun, Instant now) {
                return bytes + more > 10;
            }

            @Override
            public void rotate(Path file, Instant begun) throws IOException {
                throw new IOException("Device or resource busy");
            }

            @Override
            public boolean prune(Path file, Instant now) {
                return true;
            }
        };
        LogFile file = new LogFile(path, stuck, clock);

        say(file, "first line");
        say(file, "second line");

        assertThat(path).content().contains("first line", "second line");
    }

    private LogFile bySize(Path path, long maxBytes, int backups) {
        return new LogFile(path, new SizeRotation(maxBytes, backups, Duration.ofDays(7)), clock);
    }

    private LogFile daily(Path path) {
        return new LogFile(path, new DailyRotation(30, BERLIN, new MonthlySummary(path, Runnable::run)), clock);
    }

    private static void say(LogFile file, String text) throws IOException {
        write(file, (text + "\n").getBytes(StandardCharsets.UTF_8), 1);
    }

    private static void json(LogFile file, String timestamp) throws IOException {
        say(file, "{\"timestamp\": \"" + timestamp + "\", \"level\": \"INFO\"}");
    }

    private static void write(LogFile file, byte[] line, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            file.append(line);
        }
        file.flush();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("ufo_server_monthly"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> backups(String file) throws IOException {
        return names().stream().filter(name -> name.startsWith(file + ".")).toList();
    }

    /** {@code name=content} of each file. */
    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (String name : names()) {
            contents.add(name + "=" + Files.readString(folder.resolve(name)).trim());
        }
        return contents;
    }
}
