package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.SeedScript;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What consumers of the log find in what the hub wrote (cases 98 and 100). */
class LogConsumersIT {

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "100: 8 completed, 1 failed and 1 cancelled task are 20.0 % for every Python, and for the built-in report")
    void countsAreRight() throws Exception {
        List<Path> pythons = Pythons.installed();
        Path logs = folder.resolve("logs");
        Path json = logs.resolve("ufo_server.log");
        Path plain = folder.resolve("server.log");
        try (LoggedFolder log = new LoggedFolder(logs, ConsoleForm.PLAIN)) {
            runTenTasks(log);
            log.close();
            Files.writeString(plain, log.console());
        }
        JsonNode report = report(json);
        JsonNode plainReport = report(plain);

        assertThat(report.path("tasks").path("completed").asInt()).isEqualTo(8);
        assertThat(report.path("tasks").path("failure_rate").asDouble()).isEqualTo(0.2);
        for (Path python : pythons) {
            JsonNode found = run(python, json, plain);
            assertThat(found.path("completed").asInt()).as("%s", python).isEqualTo(8);
            assertThat(found.path("failure_rate").asDouble()).isEqualTo(0.2); // Not more than the threshold: no alert.
            for (String field : List.of("entries", "levels", "modules", "hours", "error_rate")) {
                assertThat(found.path(field)).as("%s: %s", python, field).isEqualTo(report.path(field));
            }
            report.path("clients")
                    .forEach(client -> assertThat(found.path("clients")
                                    .path(client.path("client_id").asString())
                                    .asInt())
                            .isEqualTo(client.path("count").asInt()));
            assertThat(found.path("plain_error_rate").asDouble())
                    .isCloseTo(plainReport.path("plain_error_rate").asDouble(), within(1e-9))
                    .isGreaterThan(0);
        }
        assertThatTheSeedsScriptsAgree(
                json, plainReport.path("plain_error_rate").asDouble());
    }

    /** The blocks of the monitoring pages as they stand, in the folder above the logs. */
    private void assertThatTheSeedsScriptsAgree(Path json, double plainErrorRate) throws Exception {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        LogReports.print(List.of(json), false, new PrintStream(report, true, StandardCharsets.UTF_8));
        assertThat(SeedScript.python(folder, "", "C1-6"))
                .containsExactlyElementsOf(
                        report.toString(StandardCharsets.UTF_8).lines().toList());
        assertThat(SeedScript.python(folder, "check_error_rate()", "C1-8")).containsExactly("True");
        assertThat(SeedScript.python(folder, "check_session_failure_rate()", "C1-10"))
                .containsExactly("True");
        assertThat(SeedScript.python(folder, "check_session_failure_rate(0.19)", "C1-10"))
                .containsExactly(
                        "ALERT severity=warning title=High Task Failure Rate: 20.0% message=2 failed out of 10 tasks",
                        "False");
        assertThat(plainErrorRate).isGreaterThan(0.02).isLessThan(0.1);
        assertThat(SeedScript.python(folder, "analyze_logs('server.log')", "C0-10"))
                .containsExactly("None");
    }

    private static void runTenTasks(LoggedFolder log) {
        try (TestServer server = TestServer.start();
                WireClient d1 = server.device("D1 ✅ \\\"quoted\\\"")) {
            for (int i = 0; i < 10; i++) {
                d1.send("{'type':'task','status':'continue','client_type':'device','request':'"
                        + (i == 8 ? "boom" : "uname") + "','task_name':'t" + i + "'}");
                d1.expect("{'type':'heartbeat'}");
                if (i < 8) {
                    JsonNode command = d1.expect("{'type':'command'}");
                    d1.send("{'type':'command_results','status':'continue','client_type':'device','session_id':'"
                            + command.path("session_id").asString() + "','prev_response_id':'"
                            + command.path("response_id").asString() + "','action_results':[{'status':'success'}]}");
                    d1.expect("{'type':'task_end','status':'completed'}");
                } else if (i == 8) {
                    d1.expect("{'type':'task_end','status':'failed'}");
                }
            }
            d1.expect("{'type':'command'}");
            d1.drop();
            Eventually.that(
                    "the last task is cancelled",
                    () -> log.lines().stream()
                            .anyMatch(line -> line.path("message").asString().contains("Task cancelled")));
        }
    }

    private static JsonNode report(Path file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogReports.print(List.of(file), true, new PrintStream(out, true, StandardCharsets.UTF_8));
        return Json.parse(out.toByteArray());
    }

    private static JsonNode run(Path python, Path json, Path plain) throws Exception {
        Path script = Path.of(Objects.requireNonNull(LogConsumersIT.class.getResource("/python/log_consumers.py"))
                .toURI());
        ProcessBuilder builder =
                new ProcessBuilder(python.toString(), script.toString(), json.toString(), plain.toString());
        builder.environment().put("PYTHONUTF8", "1");
        Process process = builder.redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor())
                .as("%s: %s", python, new String(output, StandardCharsets.UTF_8))
                .isZero();
        return Json.parse(output);
    }
}
