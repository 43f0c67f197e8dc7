package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.scenarios.BuiltIn;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios that come along against an AIP server in another language. */
final class PythonServerIT {

    private static Process server;
    private static String url;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Requirement.of(hasWebsockets(), "Python's websockets", "python3-websockets");
        server = startServer();
        url = url(server);
    }

    private static Process startServer() throws IOException {
        return new ProcessBuilder(
                        "/usr/bin/python3",
                        Path.of("src/test/python/aip_server.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String url(Process started) throws IOException {
        BufferedReader output = Processes.output(started);
        return "http://127.0.0.1:" + Processes.awaitLine(output, "port ").substring("port ".length());
    }

    private static boolean hasWebsockets() throws InterruptedException {
        try {
            return new ProcessBuilder("/usr/bin/python3", "-c", "import websockets")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    private static RunResult run(BuiltIn scenario, Settings settings, boolean untilDone) throws Exception {
        Simulation.Definition definition = scenario.simulation(settings).definition();
        List<Population> populations = definition.populations();
        RunPlan plan = new RunPlan(
                scenario.id(),
                "py" + Long.toString(System.nanoTime() % 1_000_000_000, 36),
                populations,
                FleetPlan.of(definition.fleetDevices(), definition.fleetConstellations()),
                List.of(),
                settings.ramp(),
                untilDone ? Duration.ZERO : settings.warmUp(),
                untilDone ? null : settings.duration(),
                Duration.ofSeconds(20),
                1,
                1,
                64,
                definition.keepConnections(),
                Map.of());
        return Runs.run(url, plan);
    }

    private static Settings settings(int devices, Double rate) {
        return new Settings(devices, rate, null, Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    @Test
    void connectsAStorm() throws Exception {
        RequestResult connect = Runs.request(run(BuiltIn.CONNECT, settings(50, null), true), "connect");

        assertThat(connect.ok()).isEqualTo(50);
        assertThat(connect.ko()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {20})
    void connectsAtARate(double rate) throws Exception {
        RequestResult connect = Runs.request(run(BuiltIn.CONNECT, settings(0, rate), false), "connect");

        assertThat(connect.ok()).isEqualTo(40);
        assertThat(connect.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HEARTBEAT, heartbeat, 100", "HEALTH, health, 20"})
    void asks(BuiltIn scenario, String request, double rate) throws Exception {
        RequestResult result = Runs.request(run(scenario, settings(10, rate), false), request);

        assertThat(result.ok()).isEqualTo((long) rate * 2);
        assertThat(result.errors()).isEmpty();
        assertThat(result.latency().getTotalCount()).isEqualTo(result.ok());
    }

    @Test
    void hasConstellationsRunTasks() throws Exception {
        // To the end of the last: a task is planned when the question before it is answered, in a window or after it.
        RunResult result = run(BuiltIn.CONSTELLATION, settings(5, 20.0), true);

        assertThat(Runs.request(result, "device_info").ok()).isEqualTo(50);
        assertThat(Runs.request(result, "task").ok()).isEqualTo(50);
        assertThat(Runs.request(result, "task").errors()).isEmpty();
    }

    @Test
    void aServerThatCannotDispatchIsSaidToBeSo() throws Exception {
        RequestResult dispatch = Runs.request(run(BuiltIn.DISPATCH, settings(5, 10.0), false), "dispatch");

        assertThat(dispatch.ok()).isZero();
        assertThat(dispatch.ko()).isEqualTo(20);
    }

    @Test
    void aFleetWhoseServerStaysAwayToTheEndHasFailed() throws Exception {
        Process own = startServer();
        try {
            FleetRun fleet = fleet(url(own), state -> own.destroyForcibly());

            assertThatThrownBy(fleet::run)
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("0 of 3 connected at the end");
        } finally {
            own.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFleetWhoseServerIsThereToTheEndIsFine() {
        assertThatCode(() -> fleet(url, state -> {}).run()).doesNotThrowAnyException();
    }

    private static FleetRun fleet(String at, FleetRun.Listener listener) {
        return new FleetRun(
                Target.of(at, null, false),
                FleetPlan.of(3, false),
                "f" + Long.toString(System.nanoTime() % 1_000_000_000, 36),
                1,
                Duration.ofSeconds(4),
                state -> {
                    if (state.connected() == 3) {
                        listener.second(state);
                    }
                });
    }
}
