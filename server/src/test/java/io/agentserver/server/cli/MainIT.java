package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process: what it prints, how it takes signals, how it ends. */
@Timeout(90)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
class MainIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void servesUntilASignalAndEndsWithZero(String signal) throws Exception {
        try (CommandProcess server = CommandProcess.serve()) {
            assertThat(get(server, "/api/health").statusCode()).isEqualTo(200);

            server.signal(signal);

            assertThat(server.exitCode()).isZero();
            assertThat(server.out())
                    .anyMatch(line ->
                            line.endsWith("SIG" + signal + ": draining for at most 15s, a second signal ends at once"));
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void saysAtTheStartWhatItDoes() throws Exception { // contract 6.6
        try (CommandProcess server = CommandProcess.serve("--auth", "strict")) {
            String address = "127.0.0.1:" + server.port();
            assertThat(server.out())
                    .anyMatch(
                            line -> line.matches(
                                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} - \\S+ - INFO - Starting UFO Server on 127.0.0.1:0"))
                    .anyMatch(line -> line.endsWith(" - INFO - Platform: auto-detected"))
                    .anyMatch(line -> line.endsWith(" - INFO - Log level: INFO"))
                    .anyMatch(line -> line.contains(address) && line.contains("auth: strict"));
        }
    }

    @Test
    void printsTheKeyItMadeOnceAndTheKeyOpens() throws Exception { // contract 6.6
        try (CommandProcess server = CommandProcess.serve("--log-level", "debug")) {
            String key = server.generatedKey();
            assertThat(key).matches("[A-Za-z0-9_-]{43}");
            assertThat(dispatch(server, null)).isEqualTo(401);
            assertThat(dispatch(server, key)).isEqualTo(404);
            server.awaitOut("** Pass it as the X-API-Key header or the token query parameter.");
            server.awaitOut("** It changes at each start");

            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(server.out()).filteredOn(line -> line.contains(key)).hasSize(1);
        }
    }

    @Test
    void printsNoKeyThatIsConfigured() throws Exception {
        Path file = Files.writeString(folder.resolve("key.txt"), "from-a-file\n");
        Map<String, String> environment = Map.of("AGENT_SERVER_API_KEY_FILE", file.toString(), "LOG_LEVEL", "DEBUG");
        try (CommandProcess server = CommandProcess.start(environment, "--port", "0")) {
            server.awaitOut("Port: ");
            assertThat(dispatch(server, "from-a-file")).isEqualTo(404);

            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
            assertThat(server.out()).noneMatch(line -> line.contains("API key") || line.contains("from-a-file"));
        }
    }

    @Test
    void isSilentWithLevelOffButForPortAndKey() throws Exception {
        try (CommandProcess server = CommandProcess.serve("--log-level", "off")) {
            server.awaitOut("** It changes");
            server.signal("TERM");

            assertThat(server.exitCode()).isZero();
            assertThat(server.out()).hasSize(4).allMatch(line -> line.startsWith("Port: ") || line.startsWith("** "));
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void takesAnUnknownLevelAsInfoWithAWarning() throws Exception { // contract 6.6
        try (CommandProcess server = CommandProcess.serve("--log-level", "chatty")) {
            assertThat(server.out())
                    .anyMatch(line -> line.contains(" - WARNING - flag --log-level: logging.level: chatty"))
                    .anyMatch(line -> line.endsWith(" - INFO - Log level: INFO"));
        }
    }

    @Test
    void saysInOneLineThatThePortIsInUse() throws Exception {
        try (CommandProcess first = CommandProcess.serve();
                CommandProcess second =
                        CommandProcess.start(Map.of("LOG_LEVEL", "OFF"), "--port", String.valueOf(first.port()))) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .containsExactly("Cannot listen on 127.0.0.1:" + first.port()
                            + ": the address is in use (stop the other program, or choose another port with --port)");
        }
    }

    @Test
    void saysInOneLineThatTheHostIsUnknown() throws Exception {
        try (CommandProcess server =
                CommandProcess.start(Map.of("LOG_LEVEL", "OFF"), "--host", "nowhere.invalid", "--port", "0")) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err())
                    .containsExactly(
                            "Cannot listen on nowhere.invalid:0: no such host (choose an address of this machine"
                                    + " with --host)");
        }
    }

    @Test
    void endsWithTwoWhenTheConfigurationIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "server:\n  prot: 1\n");
        Map<String, String> environment = Map.of("AGENT_SERVER_TYPO", "1");
        try (CommandProcess server = CommandProcess.start(environment, "--config", file.toString(), "--auth", "x")) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err()).hasSize(3);
            assertThat(server.out()).isEmpty();
        }
    }

    @Test
    void endsWithTwoWhenTheCertificateCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("no.pem"), "x");
        try (CommandProcess server = CommandProcess.start(
                Map.of("LOG_LEVEL", "OFF"),
                "--port",
                "0",
                "--tls-cert",
                file.toString(),
                "--tls-key",
                file.toString())) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err()).singleElement().asString().startsWith("server.tls: cannot use " + file);
        }
    }

    @Test
    void aSecondSignalEndsADrainAtOnce() throws Exception {
        try (CommandProcess server = CommandProcess.serve("--auth", "none");
                CommandProcess device = CommandProcess.start(
                        Map.of(), "device", "--id", "slow", "--url", webSocket(server), "--think", "60s")) {
            device.awaitOut("registered");
            assertThat(dispatch(server, null, "slow")).isEqualTo(200);
            device.awaitOut("commands: execute_task");

            server.signal("TERM");
            server.awaitOut("draining");
            Instant before = Instant.now();
            server.signal("TERM");

            assertThat(server.exitCode()).isEqualTo(1);
            // A drain takes 15 s.
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aSimulatedDeviceDoesWhatIsDispatchedToIt() throws Exception {
        try (CommandProcess server = CommandProcess.serve();
                CommandProcess device = CommandProcess.start(
                        Map.of("AGENT_SERVER_API_KEY", server.generatedKey()),
                        "device",
                        "--id",
                        "lab-pc-7",
                        "--url",
                        webSocket(server),
                        "--fail",
                        "0%")) {
            device.awaitOut("[lab-pc-7] registered");
            assertThat(get(server, "/api/health").body()).contains("lab-pc-7");

            try (CommandProcess dispatch = CommandProcess.start(
                    Map.of("AGENT_SERVER_API_KEY", server.generatedKey()),
                    "dispatch",
                    "lab-pc-7",
                    "open the door",
                    "--url",
                    "http://127.0.0.1:" + port(server))) {
                assertThat(dispatch.exitCode()).as("%s", dispatch.err()).isZero();
                assertThat(dispatch.out())
                        .containsExactly("[{\"request\":\"open the door\",\"result\":\"simulated: open the door\"}]");
            }
            device.signal("INT");
            assertThat(device.exitCode()).isZero();
            server.awaitOut("Client disconnected: lab-pc-7");
        }
    }

    @Test
    void dispatchEndsWithOneWhenTheTaskFails() throws Exception {
        try (CommandProcess server = CommandProcess.serve("--auth", "none");
                CommandProcess device = CommandProcess.start(
                        Map.of(), "device", "--id", "d", "--url", webSocket(server), "--fail", "100%")) {
            device.awaitOut("registered");
            try (CommandProcess dispatch = CommandProcess.start(
                    Map.of(), "dispatch", "d", "r", "--url", "http://127.0.0.1:" + port(server), "--task-name", "t")) {
                assertThat(dispatch.exitCode()).isEqualTo(1);
                assertThat(dispatch.err()).containsExactly("Task t failed: simulated failure of execute_task");
            }
        }
    }

    @Test
    void theDemoSaysWhatToTryAndEndsByItself() throws Exception {
        requireCurl();
        try (CommandProcess demo = CommandProcess.start(Map.of(), "demo", "--port", "0", "--seconds", "15")) {
            demo.awaitOut("Ctrl-C ends it.");
            assertThat(demo.awaitOut("Health: ")).isEqualTo("Health: http://127.0.0.1:" + port(demo) + "/api/health");
            assertThat(get(demo, "/api/health").body())
                    .contains("linux-1", "linux-2", "windows-1", "windows-2", "mobile-1");

            assertThat(shell(demo.awaitOut("/api/dispatch"))).contains("\"dispatched\"");
            assertThat(shell(demo.awaitOut("/api/task_result/"))).contains("\"done\"", "simulated: report the uptime");

            assertThat(demo.exitCode()).isZero();
            assertThat(demo.out()).anyMatch(line -> line.contains("Time is up: draining"));
        }
    }

    private static void requireCurl() {
        boolean present = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
        assumeTrue(present || "true".equals(System.getenv("CI")), "needs the package curl");
    }

    private static String shell(String line) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", line).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(CommandProcess server, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(server) + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int dispatch(CommandProcess server, String key) throws Exception {
        return dispatch(server, key, "nobody");
    }

    private int dispatch(CommandProcess server, String key, String device) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port(server) + "/api/dispatch"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"client_id\":\"" + device + "\",\"request\":\"r\"}"));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static int port(CommandProcess server) throws InterruptedException {
        return server.port();
    }

    private static String webSocket(CommandProcess server) throws InterruptedException {
        return "ws://127.0.0.1:" + port(server) + "/ws";
    }
}
