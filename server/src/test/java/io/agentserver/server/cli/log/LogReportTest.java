package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LogReportTest {

    @TempDir
    private Path folder;

    @Test
    void printsWhatTheScriptOfTheSeedPrints() throws IOException { // M-66, M-67, M-68
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            log.append(entry("09", "INFO", "ws", "[WS] ✅ Registered device client: d" + i % 2, "d" + i % 2));
        }
        log.append(entry("10", "ERROR", "http", "0123456789".repeat(6), null));
        log.append(entry("10", "WARNING", "a-module-with-a-very-long-name", "careful", null));
        log.append(entry("10", "WARNING", "http", "careful", null));

        assertThat(text(write("x.log", log.toString()))).isEqualTo("""

                📊 Log Analysis Report
                ================================================================================

                📈 Events by Level:
                  INFO      :     25
                  WARNING   :      2
                  ERROR     :      1

                📦 Events by Module:
                  ws                  :     25
                  http                :      2
                  a-module-with-a-very-long-name:      1

                ⚠️ Top Errors/Warnings:
                  [  2] careful
                  [  1] 01234567890123456789012345678901234567890123456789

                👥 Top Active Clients:
                  d0                            :     13 events
                  d1                            :     12 events

                🕐 Activity by Hour:
                  09:00 - ██ (25 events)
                  10:00 -  (3 events)
                """);
    }

    @Test
    void showsTenModulesFiveErrorsAndTenClients() throws IOException { // M-66
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            log.append(entry("09", "ERROR", "m" + i, "e" + i, "c" + i));
        }

        String text = text(write("x.log", log.toString()));

        assertThat(text)
                .contains("m9 ")
                .doesNotContain("m10 ")
                .contains("] e4\n")
                .doesNotContain("] e5\n");
        assertThat(text).contains("c9 ").doesNotContain("c10 ");
    }

    @Test
    void skipsWhatIsNoJsonObject() throws IOException { // M-65
        Path file = write(
                "x.log",
                "plain text\n\n[1]\n17\nnull\n{\"level\": \n{} trailing\n{\"level\": \"INFO\"}\n"
                        + "{\"level\": \"WARNING\"}");

        assertThat(json(file)).containsEntry("lines", 9).containsEntry("entries", 2);
    }

    @Test
    void survivesEntriesThatLackSomething() throws IOException {
        Path file = write(
                "x.log",
                "{}\n{\"level\": null, \"module\": 3, \"message\": {\"a\": [1]}, \"client_id\": [], \"timestamp\": \"soon\"}\n"
                        + "{\"timestamp\": 1730736000.5, \"level\": \"INFO\"}\n");

        assertThat(json(file))
                .containsEntry("entries", 3)
                .containsEntry("levels", Map.of("INFO", 1))
                .containsEntry("hours", Map.of("16", 1)); // M-46: the older seed's timestamp
    }

    @Test
    void cutsMessagesAtFiftyCharactersNotInTheMiddleOfOne() throws IOException { // M-66
        Path file = write("x.log", entry("09", "ERROR", "m", "🔌".repeat(60), null));

        assertThat(text(file)).contains("[  1] " + "🔌".repeat(50) + "\n");
    }

    @Test
    void aHostileMessageCommandsNoTerminal() throws IOException {
        Path file = write("x.log", entry("09", "ERROR", "m", "\\u001b[2J\\nforged", "c\\u001b"));

        assertThat(text(file)).doesNotContain("\u001b", "\nforged").contains("\\u001b[2J\\nforged");
    }

    @Test
    void aPlainLogHasAnErrorRate() throws IOException { // M-69
        Path file = write("server.log", "INFO: a\nERROR: b\nINFO: c\nWARNING: d\nINFO: e\nINFO: f\nINFO: g\nINFO: h\n");

        assertThat(text(file)).endsWith("\n\nError rate: 25.0% (2 of 8 lines hold ERROR or WARNING)\n");
        assertThat(json(file)).containsEntry("plain_error_rate", 0.25).containsEntry("error_rate", 0.0);
    }

    @Test
    void countsHowTasksEnded() throws IOException { // case 100
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            log.append(entry("09", "INFO", "session", "[Session] Task completed: s" + i, null));
        }
        log.append(entry("09", "WARNING", "session", "[Session] Task failed: s8", null));
        log.append(
                entry("09", "WARNING", "session", "[Session] Task cancelled: s9 (reason: device_disconnected)", null));

        assertThat(json(write("x.log", log.toString())).get("tasks"))
                .isEqualTo(Map.of("completed", 8, "failed", 1, "cancelled", 1, "failure_rate", 0.2));
    }

    @Test
    void readsWhatTheLogWasRotatedToAndWhatIsCompressed() throws IOException {
        write("x.log", entry("09", "INFO", "now", "text", null));
        write("x.log.1", entry("09", "INFO", "before", "text", null));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("x.log.2.gz")))) {
            out.write(entry("09", "INFO", "long-ago", "text", null).getBytes(StandardCharsets.UTF_8));
        }
        write("x.log.2026-11-20", entry("09", "INFO", "dated", "text", null));
        write("x.log.bak", entry("09", "INFO", "foreign", "text", null));

        List<Path> files = LogReports.filesOf(folder.resolve("x.log"));

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("x.log.2026-11-20", "x.log.2.gz", "x.log.1", "x.log");
        assertThat(json(files).get("modules")).isEqualTo(Map.of("now", 1, "before", 1, "long-ago", 1, "dated", 1));
        assertThat(json(LogReports.filesOf(folder.resolve("x.log.2.gz"))).get("entries"))
                .isEqualTo(1);
    }

    @Test
    void countsAnyNumberOfNamesInBoundedMemory() {
        TopCounts counts = new TopCounts();
        for (int i = 0; i < 3 * TopCounts.MOST_NAMES; i++) {
            counts.add("frequent");
            counts.add("once " + i);
        }

        assertThat(counts.top(1)).containsExactly(new TopCounts.Count("frequent", 3L * TopCounts.MOST_NAMES));
        assertThat(counts.top(Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(TopCounts.MOST_NAMES);
        assertThat(counts.isExact()).isFalse();
    }

    @Test
    void countsNamesOfAnyLengthInBoundedMemory() {
        TopCounts counts = new TopCounts();
        String half = "x".repeat(TopCounts.MOST_CHARACTERS / 2);
        counts.add("frequent");
        counts.add("frequent");
        for (int i = 0; i < 5; i++) {
            counts.add(half + i);
        }

        assertThat(counts.top(Integer.MAX_VALUE).size()).isEqualTo(2);
        assertThat(counts.get("frequent")).isEqualTo(2);
        assertThat(counts.isExact()).isFalse();
    }

    @Test
    void aLineWithoutEndIsReadInBoundedMemory() throws IOException {
        Path file = folder.resolve("x.log");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = "x".repeat(1_024 * 1_024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                out.write(chunk);
            }
            out.write("\n{}\n".getBytes(StandardCharsets.US_ASCII));
        }

        try (LineReader reader = new LineReader(file)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(LineReader.LONGEST);
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(2);
            assertThat(reader.next()).isFalse();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String entry(String hour, String level, String module, String message, String clientId) {
        return "{\"timestamp\": \"2026-11-21T" + hour + ":30:00.000000\", \"level\": \"" + level + "\", \"module\": \""
                + module + "\", \"message\": \"" + message + "\""
                + (clientId == null ? "" : ", \"client_id\": \"" + clientId + "\"") + "}\n";
    }

    private static String text(Path file) throws IOException {
        return print(List.of(file), false);
    }

    private static Map<String, Object> json(Path file) throws IOException {
        return json(List.of(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(List<Path> files) throws IOException {
        return new JsonMapper().readValue(print(files, true), Map.class);
    }

    private static String print(List<Path> files, boolean json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogReports.print(files, json, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
