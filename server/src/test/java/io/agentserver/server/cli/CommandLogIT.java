package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Fifo;
import io.agentserver.server.testkit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The log of the command as a process: its files, its console, and what it does when either cannot be written. */
@Timeout(90)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
class CommandLogIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void writesTheFilesAndSaysWhenLoggingIsConfigured() throws Exception { // M-51, M-53..M-55, M-57, M-58
        Path logs = folder.resolve("deep").resolve("logs");
        try (CommandProcess server = CommandProcess.serve("--log-dir", logs.toString())) {
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();

            assertThat(server.out())
                    .anyMatch(
                            line -> line.matches(
                                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} - \\S+ - INFO - Logging configured successfully"));
            assertThat(names(logs)).containsExactly("ufo_server.log", "ufo_server_daily.log", "ufo_server_errors.log");
            assertThat(messages(logs))
                    .startsWith("Logging configured successfully", "Starting UFO Server on 127.0.0.1:0")
                    .endsWith("Stopped");
            assertThat(logs.resolve("ufo_server_errors.log")).isEmptyFile();
        }
    }

    @Test
    void theConsoleStaysAtInfoWhileTheFileHasDebug() throws Exception { // M-51, M-53, M-59
        try (CommandProcess server =
                CommandProcess.start(Map.of("LOG_LEVEL", "DEBUG"), "--port", "0", "--log-dir", folder.toString())) {
            refuse(server);
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();

            assertThat(server.out()).noneMatch(line -> line.contains(" - DEBUG - "));
            assertThat(messages(folder)).contains("[HTTP] Refused: Invalid API key");
        }
    }

    @Test
    void plainAndJsonConsolesShowWhateverTheLevelLetsThrough() throws Exception { // M-52, M-59
        for (String form : List.of("plain", "json")) {
            try (CommandProcess server = CommandProcess.start(
                    Map.of("LOG_LEVEL", "DEBUG", "AGENT_SERVER_LOGGING_CONSOLE", form),
                    "--port",
                    "0",
                    "--log-dir",
                    folder.toString())) {
                refuse(server);
                server.awaitOut(
                        form.equals("plain")
                                ? "DEBUG: [HTTP] Refused: Invalid API key"
                                : "\"level\": \"DEBUG\", \"logger\": \"io.agentserver.server.http\"");
            }
        }
    }

    @Test
    void levelOffWritesNoFiles() throws Exception {
        Path logs = folder.resolve("logs");
        try (CommandProcess server = CommandProcess.serve("--log-level", "OFF", "--log-dir", logs.toString())) {
            assertThat(healthOf(server)).isEqualTo(200);
            assertThat(logs).doesNotExist();
        }
    }

    @Test
    void levelCriticalKeepsErrorsOut() throws Exception {
        try (CommandProcess server = CommandProcess.serve("--log-level", "CRITICAL", "--log-dir", folder.toString())) {
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(folder.resolve("ufo_server.log")).isEmptyFile();
            assertThat(server.out()).noneMatch(line -> line.contains(" - "));
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsToldOnceAndTheServerServes() throws Exception {
        Path obstacle = Files.writeString(folder.resolve("logs"), "a file, no folder");
        try (CommandProcess server = CommandProcess.serve("--log-dir", obstacle.toString())) {
            server.awaitOut(" - ERROR - Log lines cannot be written to " + obstacle.resolve("ufo_server.log"));
            assertThat(healthOf(server)).isEqualTo(200);

            Files.delete(obstacle);
            server.awaitOut(" - WARNING - Log lines are written to " + obstacle.resolve("ufo_server.log") + " again");
            assertThat(server.out())
                    .filteredOn(line -> line.contains("cannot be written to " + obstacle.resolve("ufo_server.log")))
                    .hasSize(1);
            assertThat(messages(obstacle))
                    .contains("Logging configured successfully", "Starting UFO Server on 127.0.0.1:0");
        }
    }

    @Test
    void aFileNobodyReadsHoldsUpNeitherTheOthersNorTheEnd() throws Exception {
        Fifo.make(folder.resolve("ufo_server.log"));
        try (CommandProcess server = CommandProcess.serve("--log-dir", folder.toString())) {
            server.awaitOut("Listening");
            assertThat(http.send(
                                    HttpRequest.newBuilder(uri(server, "/metrics"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("agent_server_log_lines_dropped_total{level=\"INFO\",output=\"ufo_server.log\"} 0.0")
                    .contains("{level=\"ERROR\",output=\"ufo_server_errors.log\"}", "output=\"console\"");
            Instant before = Instant.now();
            server.signal("TERM");

            assertThat(server.exitCode()).isZero();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
            assertThat(server.out())
                    .anyMatch(line -> line.matches(
                            ".* - WARNING - \\d+ log lines were dropped \\(INFO \\d+; \\d+ since the start\\): .*ufo_server.log did not"
                                    + " take them in time"));
            assertThat(Files.readString(folder.resolve("ufo_server_daily.log"))).contains("\"message\": \"Stopped\"");
        }
    }

    @Test
    void aConsoleNobodyReadsHoldsUpNothing() throws Exception {
        Map<String, String> environment = Map.of("LOG_LEVEL", "DEBUG", "AGENT_SERVER_LOGGING_CONSOLE", "plain");
        try (CommandProcess server = CommandProcess.start(environment, "--port", "0", "--log-dir", folder.toString())) {
            URI health = uri(server, "/api/health");
            server.stopReading();
            for (int i = 0; i < 3_000; i++) { // More than a pipe holds.
                refuse(server);
            }
            assertThat(health(health)).isEqualTo(200);
            server.signal("TERM");

            assertThat(server.exitCode()).isZero();
            assertThat(messages(folder))
                    .endsWith("Stopped")
                    .filteredOn(m -> m.contains("Refused"))
                    .hasSize(3_000);
            assertThat(server.out())
                    .filteredOn(line -> line.contains("Refused"))
                    .hasSizeLessThan(3_000);
        }
    }

    @Test
    void reportsWhatTheLogHolds() throws Exception { // M-65..M-69
        try (CommandProcess server = CommandProcess.serve("--log-dir", folder.toString())) {
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
        }
        Files.move(folder.resolve("ufo_server.log"), folder.resolve("ufo_server.log.1"));
        Files.writeString(folder.resolve("ufo_server.log"), "{\"level\": \"CRITICAL\"}\n");

        assertThat(report("--log-dir", folder.toString()))
                .contains("📊 Log Analysis Report", "=".repeat(80), "  CRITICAL  :      1")
                .anyMatch(line -> line.matches("  INFO      : +\\d+"));
        assertThat(report(folder.resolve("ufo_server.log").toString(), "--no-rotated"))
                .contains("  CRITICAL  :      1")
                .noneMatch(line -> line.startsWith("  INFO"));
        JsonNode json = Json.parse(String.join("\n", report("--json", "--log-dir", folder.toString()))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("files").size()).isEqualTo(2);
        assertThat(json.path("levels").path("CRITICAL").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhenThereIsNoLog() throws Exception {
        try (CommandProcess report =
                CommandProcess.start(Map.of("AGENT_SERVER_LOG_DIR", folder.toString()), "logs", "report")) {
            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.err())
                    .containsExactly(folder.resolve("ufo_server.log")
                            + " not found (expected: a log file; name one, or its folder with --log-dir)");
        }
    }

    private static List<String> report(String... arguments) throws Exception {
        String[] all =
                Stream.concat(Stream.of("logs", "report"), Stream.of(arguments)).toArray(String[]::new);
        try (CommandProcess report = CommandProcess.start(Map.of(), all)) {
            assertThat(report.exitCode()).as("%s", report.err()).isZero();
            return report.out();
        }
    }

    private static List<String> messages(Path logs) throws IOException {
        return Files.readAllLines(logs.resolve("ufo_server.log")).stream()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8))
                        .path("message")
                        .asString())
                .toList();
    }

    private static List<String> names(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void refuse(CommandProcess server) throws Exception {
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(uri(server, "/api/sessions")).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private int healthOf(CommandProcess server) throws Exception {
        return health(uri(server, "/api/health"));
    }

    private int health(URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static URI uri(CommandProcess server, String path) throws Exception {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
