package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Contract 5.4 and 5.5: what stands in the files when things happen over real sockets (case 99). */
class EventLinesIT {

    private static final String SECRET = "k3y-that-nobody-may-read";

    @TempDir
    private Path folder;

    private LoggedFolder log;
    private TestServer server;

    @BeforeEach
    void start() {
        log = new LoggedFolder(folder.resolve("logs"), ConsoleForm.PLAIN);
        server = TestServer.start(config -> config.withServer(s -> s.withApiKeys(List.of(TestServer.KEY, SECRET))));
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    @Test
    @DisplayName("M-32, M-34, M-35: clients come and go")
    void clientsComeAndGo() {
        server.device("D1").leave();
        server.constellation("run@x").drop();

        assertLine("INFO", "ws", "[WS] ✅ Registered device client: D1", "client_id=D1", "client_type=device");
        assertLine("INFO", "ws", "[WS] 🔌 Client disconnected: D1", "client_id=D1");
        assertLine("INFO", "ws", "[WS] 🔌 Removed client: D1", "client_id=D1");
        assertLine(
                "INFO",
                "ws",
                "[WS] ✅ Registered constellation client: run@x",
                "client_id=run@x",
                "client_type=constellation");
        assertLine("INFO", "ws", "[WS] 🔌 Client disconnected: run@x", "client_id=run@x");
        assertLine("INFO", "ws", "[WS] 🔌 Removed client: run@x", "client_id=run@x");
    }

    @Test
    @DisplayName("M-33, M-36, M-37, M-38: a task that completes")
    void aTaskThatCompletes() {
        try (WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1")) {
            task(c1, "run@t1", "Open\nNotepad");
            answer(d1, "{'status':'success','result':'done'}");
            c1.expect("{'type':'task_end','status':'completed'}");

            assertLine("INFO", "ws", "[WS] 🌟 Constellation run@D1 requesting task on D1", "client_id=run@D1");
            assertLine(
                    "INFO",
                    "session",
                    "[Session] Created session run@t1 for task: t1",
                    "session_id=run@t1",
                    "task_name=t1",
                    "client_id=run@D1");
            assertLine(
                    "INFO", "session", "[Session] Executing task in background: Open\\nNotepad", "session_id=run@t1");
            JsonNode end = assertLine("INFO", "session", "[Session] Task completed: run@t1", "session_id=run@t1");
            assertThat(end.path("duration_seconds").isNumber()).isTrue();
            assertOneEnd("run@t1");
        }
    }

    @Test
    @DisplayName("M-41, M-42: a task whose engine throws")
    void aTaskThatThrows() {
        try (WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1")) {
            task(c1, "run@t2", "boom");
            c1.expect("{'type':'task_end','status':'failed'}");

            JsonNode line =
                    assertLine("ERROR", "session", "[Session] Task execution failed: run@t2", "session_id=run@t2");
            assertThat(line.path("exception").asString()).startsWith("java.lang.IllegalStateException: boom\n\tat ");
            assertLine("WARNING", "session", "[Session] Task failed: run@t2", "session_id=run@t2", "error=boom");
            assertOneEnd("run@t2");
            assertThat(d1).isNotNull();
        }
    }

    @Test
    @DisplayName("M-39: a task whose device goes")
    void aTaskWhoseDeviceGoes() {
        try (WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1")) {
            task(c1, "run@t3", "uname");
            d1.expect("{'type':'command'}");
            d1.drop();
            c1.expect("{'type':'task_end','status':'failed'}");

            assertLine(
                    "WARNING",
                    "session",
                    "[Session] Task cancelled: run@t3 (reason: device_disconnected)",
                    "session_id=run@t3",
                    "cancel_reason=device_disconnected");
            assertOneEnd("run@t3");
        }
    }

    @Test
    @DisplayName("M-36 at the POST, M-37 at the first COMMAND, and M-42 when nobody answers a dispatch")
    void aDispatch() {
        try (WireClient d1 = server.device("D1")) {
            HttpAnswer answer = server.dispatch("{'client_id':'D1','request':'report the uptime','task_name':'up'}");
            String session = answer.json().path("session_id").asString();
            assertLine(
                    "INFO",
                    "session",
                    "[Session] Created session " + session + " for task: up",
                    "session_id=" + session,
                    "client_id=D1");
            assertThat(messages()).noneMatch(message -> message.contains("Executing"));

            d1.expect("{'type':'task'}");
            d1.send("{'type':'task','status':'continue','client_type':'device','client_id':'D1','request':'report the"
                    + " uptime','task_name':'up'}");
            d1.expect("{'type':'heartbeat','session_id':'" + session + "'}");
            assertLine("INFO", "session", "[Session] Executing task in background: report the uptime");
        }
        Eventually.that("the end is logged", () -> messages().stream().anyMatch(m -> m.contains("Task cancelled")));
    }

    @Test
    @DisplayName("3.15: a task whose constellation goes is cancelled, which is no failure to send its result")
    void aTaskWhoseConstellationGoes() {
        try (WireClient d1 = server.device("D1")) {
            WireClient c1 = server.constellation("run@D1", "D1");
            task(c1, "run@t4", "uname");
            d1.expect("{'type':'command'}");
            c1.drop();

            assertLine("WARNING", "session", "[Session] Task cancelled: run@t4 (reason: constellation_disconnected)");
            assertThat(messages()).noneMatch(message -> message.contains("Failed to send"));
        }
    }

    @Test
    @DisplayName("M-43, M-44: text from outside forges neither lines nor outcomes")
    void nobodyForgesALine() throws IOException {
        String id = "x\\n{\\\"level\\\": \\\"ERROR\\\", \\\"message\\\": \\\"Task failed\\\"}";
        WireClient hostile = server.register("{'type':'register','client_type':'device','client_id':'" + id + "'}");
        hostile.send("{'type':'task','status':'continue','client_type':'device','request':'Task completed\\nTask"
                + " cancelled\\u2028Task failed','task_name':'t'}");
        hostile.expect("{'type':'heartbeat'}");
        hostile.expect("{'type':'command'}");
        hostile.drop();
        Eventually.that(
                "it is gone",
                () -> log.lines().stream()
                        .anyMatch(line -> line.path("message").asString().startsWith("[WS] 🔌 Removed client")));

        assertThat(Files.readAllLines(log.file("ufo_server.log"), StandardCharsets.US_ASCII))
                .allMatch(line -> line.matches("\\{\"timestamp\": \"\\d{4}-.*\\}"));
        assertThat(log.lines()).noneMatch(line -> line.path("level").asString().equals("ERROR"));
        assertThat(messages()).filteredOn(EventLinesIT::isOutcome).hasSize(1);
        assertThat(messages())
                .anyMatch(m -> m.startsWith("[Session] Executing task in background: Task\\u0020completed"));
    }

    @Test
    @DisplayName("a request of megabytes is cut in the log, and not for the device")
    void aVeryLongRequestIsCut() {
        try (WireClient d1 = server.device("D1")) {
            d1.send("{'type':'task','status':'continue','client_type':'device','request':'" + "x".repeat(3_000_000)
                    + "','task_name':'t'}");
            d1.expect("{'type':'heartbeat'}");
            assertThat(d1.expect("{'type':'command'}").toString()).hasSizeGreaterThan(3_000_000);

            Eventually.that("it is logged", () -> messages().stream().anyMatch(m -> m.contains("Executing")));
            assertThat(messages())
                    .filteredOn(message -> message.contains("Executing"))
                    .singleElement()
                    .asString()
                    .hasSizeLessThan(17_000)
                    .endsWith("… (3000000 characters)");
        }
    }

    @Test
    @DisplayName("keys and tokens never appear, whatever goes wrong")
    void keysNeverAppear() throws IOException {
        String wrong = "wr0ng-t0ken";
        server.request("GET", "/ws?token=" + wrong, "", upgrade());
        server.request("GET", "/ws/?token=" + SECRET, "", upgrade());
        server.request("GET", "/api/nothing?token=" + SECRET + "&x=" + wrong, "", "X-API-Key: " + SECRET);
        server.request("GET", "/api/clients/%zz?token=" + SECRET, "", "X-API-Key: " + SECRET);
        server.request("POST", "/api/dispatch?token=" + wrong, "{", "X-API-Key: " + SECRET);
        server.request("POST", "/api/dispatch", "{}", "Authorization: Bearer " + wrong);
        server.request("GET", "/api/sessions", "", "Authorization: Bearer " + SECRET);
        server.request("BREW", "/ws?token=" + SECRET, "");
        server.request("GET", "/ws?token=" + SECRET + "\u0001", "");
        WireClient.connect(server.address(), "/ws?token=" + SECRET)
                .send("hello")
                .expectError("Invalid message: not JSON");
        Eventually.that("the last is logged", () -> messages().stream().anyMatch(m -> m.contains("not JSON")));

        assertThat(messages()).contains("[HTTP] Refused: Invalid API key", "[WS] Refused: Invalid message: not JSON");
        try (Stream<Path> files = Files.list(log.file(""))) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(SECRET, wrong, "token="));
        }
        assertThat(log.console()).isNotEmpty().doesNotContain(SECRET, wrong, "token=");
    }

    @Test
    @DisplayName(
            "M-45, M-49, M-50, M-54, M-55: every line of every file has what consumers read, at the levels of its file")
    void everyLineHasWhatConsumersRead() {
        try (WireClient d1 = server.device("D1")) {
            d1.send("{'type':'command_results','action_results':[]}").heartbeat();
            d1.send("{'type':'task','status':'continue','client_type':'device','request':'boom','task_name':'t'}");
            d1.expect("{'type':'heartbeat'}");
            d1.expect("{'type':'task_end','status':'failed'}");
        }
        Eventually.that("the end is logged", () -> messages().stream().anyMatch(m -> m.contains("Removed")));
        log.close();

        assertThat(log.lines()).allSatisfy(line -> {
            assertThat(Stream.of("timestamp", "level", "logger", "message", "module", "function"))
                    .allMatch(field -> line.path(field).isString());
            assertThat(line.path("line").asInt()).isZero();
            assertThat(line.path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
        });
        assertThat(levels("ufo_server.log")).containsOnlyKeys("DEBUG", "INFO", "WARNING", "ERROR");
        assertThat(levels("ufo_server_daily.log")).containsOnlyKeys("INFO", "WARNING", "ERROR");
        assertThat(levels("ufo_server_errors.log")).isEqualTo(Map.of("ERROR", 1L));
        assertThat(log.lines("ufo_server_errors.log")).isSubsetOf(log.lines());
    }

    private static void task(WireClient constellation, String session, String request) {
        String name = session.substring(session.indexOf('@') + 1);
        constellation.send("{'type':'task','status':'continue','client_type':'constellation','session_id':'" + session
                + "','task_name':'" + name + "','target_id':'D1','request':'" + request.replace("\n", "\\n") + "'}");
        constellation.expect("{'type':'heartbeat','session_id':'" + session + "'}");
    }

    private static void answer(WireClient device, String result) {
        JsonNode command = device.expect("{'type':'command'}");
        device.send("{'type':'command_results','status':'continue','client_type':'device','session_id':'"
                + command.path("session_id").asString() + "','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[" + result + "]}");
    }

    private JsonNode assertLine(String level, String module, String message, String... fields) {
        JsonNode line = log.line(message);
        assertThat(line.path("level").asString()).isEqualTo(level);
        assertThat(line.path("module").asString()).isEqualTo(module);
        assertThat(line.path("function").asString()).matches("[a-z_]+");
        for (String field : fields) {
            String[] parts = field.split("=", 2);
            assertThat(line.path(parts[0]).asString()).as(parts[0]).isEqualTo(parts[1]);
        }
        return line;
    }

    private void assertOneEnd(String session) {
        assertThat(log.lines().stream()
                        .filter(line -> line.path("session_id").asString("").equals(session))
                        .map(line -> line.path("message").asString()))
                .filteredOn(EventLinesIT::isOutcome)
                .hasSize(1);
    }

    private static boolean isOutcome(String message) {
        return message.contains("Task completed")
                || message.contains("Task failed")
                || message.contains("Task cancelled");
    }

    private List<String> messages() {
        return log.lines().stream().map(line -> line.path("message").asString()).toList();
    }

    private Map<String, Long> levels(String file) {
        return log.lines(file).stream()
                .collect(Collectors.groupingBy(
                        line -> line.path("level").asString(), TreeMap::new, Collectors.counting()));
    }

    private static String[] upgrade() {
        return new String[] {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };
    }
}
