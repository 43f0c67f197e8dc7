package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AuthMode;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.JvmProcess;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** The commands {@code stats} and {@code latency} against a hub. */
@Timeout(120)
class MeasuringCommandsIT {

    @Test
    @DisplayName("stats prints what the hub counts, in the forms of M-125 and M-126")
    void printsStatistics() {
        try (TestServer server = TestServer.start(
                        config -> config, session -> Mono.just(SessionOutcome.completed(RawJson.of("1"))));
                WireClient device = server.device("D1");
                WireClient constellation = server.constellation("run@D1", "D1")) {
            device.send("{'type':'task','status':'continue','session_id':'s','request':'work'}")
                    .expect("{'type':'heartbeat','session_id':'s'}");
            device.expect("{'type':'task_end'}");

            TestTerminal terminal = run(server, "stats");

            assertThat(terminal.err()).isEmpty();
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.out())
                    .matches("Devices: 1\nConstellations: 1\nClients by platform:\n  linux: 1\n  windows: 1\n"
                            + "Average uptime: \\d\\.\\d minutes\n"
                            + "Throughput: 1\\.0 tasks/min\nCurrent throughput: 1\\.00 tasks/min\nTasks in last 60s: 1\n"
                            + "Connection stability: 100\\.0%\nStability: 100\\.0%\nFlaky clients: \\[]\n");
            constellation.heartbeat();
        }
    }

    @Test
    @DisplayName("M-70, M-75: latency measures both paths in every round and reports them")
    void printsLatencies() {
        try (TestServer server = TestServer.start()) {
            TestTerminal terminal = run(server, "latency", "--rounds", "3", "--pause", "1ms");

            assertThat(terminal.err()).isEmpty();
            assertThat(terminal.exitCode()).isZero();
            List<String> lines = terminal.out().lines().toList();
            assertThat(lines).hasSize(6 + 3 + 2 * 9);
            for (int i = 0; i < 6; i += 2) {
                assertThat(lines.get(i)).matches("/api/health: \\d+\\.\\d\\d ms");
                assertThat(lines.get(i + 1)).matches("/api/clients: \\d+\\.\\d\\d ms");
            }
            assertThat(lines.subList(6, 12))
                    .startsWith("", "📊 Latency Report:", "=".repeat(80), "", "health:", "  Count:   3");
            assertThat(lines.subList(18, 21)).startsWith("", "clients:", "  Count:   3");
            assertThat(server.get("/api/statistics")
                            .json()
                            .path("latency")
                            .path("clients")
                            .path("count")
                            .asInt())
                    .as("the server has seen exactly these")
                    .isEqualTo(3);
        }
    }

    @Test
    @DisplayName("both present the key that strict mode wants, and fail without it")
    void presentTheKey() {
        try (TestServer server = TestServer.start(config -> config.withServer(s -> s.withAuthMode(AuthMode.STRICT)))) {
            assertThat(run(server, "stats", "--api-key", TestServer.KEY).exitCode())
                    .isZero();
            assertThat(run(server, "latency", "--rounds", "1", "--api-key", TestServer.KEY)
                            .exitCode())
                    .isZero();

            TestTerminal stats = run(server, "stats");
            assertThat(stats.exitCode()).isEqualTo(1);
            assertThat(stats.err())
                    .isEqualTo("Cannot list the clients: 401 Invalid API key (give the server's key with --api-key)\n");
            TestTerminal latency = run(server, "latency", "--rounds", "1");
            assertThat(latency.exitCode()).isEqualTo(1);
            assertThat(latency.out()).doesNotContain("health");
            assertThat(latency.err()).contains("/api/health could not be measured once");
        }
    }

    @Test
    @DisplayName("M-74: a failed measurement is an error line and not in the report")
    void logsAFailedMeasurement() {
        // In a process of its own, because the tests' JVM does not log as the command does.
        try (JvmProcess latency = JvmProcess.start(
                List.of(), Main.class.getName(), "latency", "--rounds", "1", "--url", "http://127.0.0.1:1")) {
            assertThat(latency.await("ERROR: Failed to measure health: ")).contains("Connection refused");
            assertThat(latency.await("ERROR: Failed to measure clients: ")).contains("Connection refused");
            assertThat(latency.exitCode()).isEqualTo(1);
            assertThat(latency.output()).contains("📊 Latency Report:").doesNotContain("health:");
        }
    }

    @Test
    void refuseOptionsTheyDoNotTake() {
        assertThat(refused("latency", "--rounds", "0")).startsWith("--rounds: 0 (expected: an integer from 1 to ");
        assertThat(refused("latency", "--rounds", "ten")).startsWith("--rounds: ten (expected: ");
        assertThat(refused("latency", "--pause", "soon")).startsWith("--pause: soon (expected: a duration");
        assertThat(refused("stats", "--url", "h:5000")).startsWith("--url: h:5000 (expected: ");
    }

    private static String refused(String... arguments) {
        TestTerminal terminal = TestTerminal.run(Map.of(), arguments);
        assertThat(terminal.exitCode()).isEqualTo(2);
        return terminal.err();
    }

    private static TestTerminal run(TestServer server, String... arguments) {
        String url = "http://127.0.0.1:" + server.address().getPort();
        return TestTerminal.run(
                Map.of(),
                Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new));
    }
}
