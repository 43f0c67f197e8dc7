package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.client.AipConnection;
import io.agentserver.protocol.client.ConstellationClient;
import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.SeedScript;
import io.agentserver.server.testkit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/**
 * Contract 4.6: the scripts and probes of the two monitoring pages, run as they stand against a hub with two devices and a
 * constellation. None of them presents a key.
 */
@Timeout(180)
class SeedScriptsIT {

    private static final String[] IDS = {"device_windows_001", "device_linux_002", "constellation_orchestrator_001"};

    private static TestServer server;
    private static List<AipConnection> clients;
    private static int port;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        port = server.address().getPort();
        clients = List.of(
                device(IDS[0], "windows"),
                device(IDS[1], "linux"),
                Objects.requireNonNull(ConstellationClient.create(url())
                        .clientId(IDS[2])
                        .apiKey(TestServer.KEY)
                        .targetId(IDS[1])
                        .connect()
                        .block()));
    }

    @AfterAll
    static void stop() {
        clients.forEach(Disposable::dispose);
        server.close();
    }

    @Test
    @DisplayName("C0-1: curl reads health and clients")
    void answersCurlOfTheShortPage() {
        List<JsonNode> answers = Json.parseAll(SeedScript.shell(port, "C0-1"));

        assertThat(answers).hasSize(2);
        assertHealth(answers.get(0));
        JsonNode list = answers.get(1);
        assertThat(list.path("total").asInt()).isEqualTo(3);
        assertThat(list.path("clients")
                        .valueStream()
                        .map(c -> c.path("client_id").asString()))
                .containsExactly(IDS);
    }

    @Test
    @DisplayName("C0-2: the liveness probe of the short page succeeds within Kubernetes' second")
    void answersTheProbeOfTheShortPage() throws Exception {
        assertProbe(at(SeedScript.yaml("C0-2"), "livenessProbe"), 8000, Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("C0-4: the uptime script counts clients and sessions")
    void answersTheUptimeScriptOfTheShortPage() {
        assertThat(SeedScript.python(port, 2, "", "C0-4"))
                .containsExactly(
                        "✅ Healthy - 3 clients, 0 sessions",
                        "✅ Healthy - 3 clients, 0 sessions",
                        "✅ Healthy - 3 clients, 0 sessions");
    }

    @Test
    @DisplayName("C0-5, C0-6, C0-7: clients by type, by platform, and how long they are there")
    void answersTheClientStatistics() {
        List<String> lines = SeedScript.python(port, 0, "", "C0-5", "C0-6", "C0-7");

        assertThat(lines)
                .startsWith(
                        "Devices: 2",
                        "Constellations: 1",
                        "Clients by platform:",
                        "  windows: 2", // one of them is the constellation's default
                        "  linux: 1")
                .hasSize(6);
        assertThat(lines.get(5)).matches("Average uptime: [0-4]\\.\\d minutes");
    }

    @Test
    @DisplayName("C0-8: latency of health and clients")
    void answersTheLatencyScriptOfTheShortPage() {
        List<String> lines = SeedScript.python(port, 0, "", "C0-8");

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("/api/health: \\d+\\.\\d\\d ms");
        assertThat(lines.get(1)).matches("/api/clients: \\d+\\.\\d\\d ms");
    }

    @Test
    @DisplayName("C1-1: curl and jq read health")
    void answersCurlOfTheLongPage() {
        String output = SeedScript.shell(port, "C1-1");

        List<JsonNode> answers = Json.parseAll(output);
        assertThat(answers).hasSize(2);
        answers.forEach(SeedScriptsIT::assertHealth);
        assertThat(output).as("jq's form").contains("\n  \"status\": \"healthy\",\n");
    }

    @Test
    @DisplayName("C1-2: liveness and readiness probes of the long page succeed within their timeouts")
    void answersTheProbesOfTheLongPage() throws Exception {
        Map<?, ?> container = (Map<?, ?>) ((List<?>) at(SeedScript.yaml("C1-2"), "spec", "containers")).get(0);

        assertProbe(at(container, "livenessProbe"), 5000, Duration.ofSeconds(5));
        assertProbe(at(container, "readinessProbe"), 5000, Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("C1-3: the health monitor counts clients and availability")
    void answersTheHealthMonitor() {
        List<String> lines = SeedScript.python(port, 1, "", "C1-3");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).endsWith(" - INFO - Starting health monitor (interval: 30s)");
        assertThat(lines.subList(1, 3))
                .allMatch(line -> line.matches(".* - INFO - ✅ Server healthy - 3 clients connected \\| "
                        + "Uptime: 0:00:\\d\\d\\.\\d{6} \\| Availability: 100\\.00%"));
    }

    @Test
    @DisplayName("C1-4: the compose health check succeeds")
    void answersTheComposeHealthCheck() {
        List<?> test = (List<?>) at(SeedScript.yaml("C1-4"), "services", "ufo-server", "healthcheck", "test");
        assertThat(test.get(0)).isEqualTo("CMD");
        List<String> words = test.stream().skip(1).map(String::valueOf).toList();

        assertHealth(Json.parse(SeedScript.command(port, Duration.ofSeconds(5), words)));
    }

    @Test
    @DisplayName("C1-5: a hundred rounds of the latency monitor, none of them failed")
    void answersTheLatencyMonitor() {
        List<String> lines = SeedScript.python(port, 100, "", "C1-5");

        assertThat(lines.subList(0, 3)).containsExactly("", "📊 Latency Report:", "=".repeat(80));
        assertThat(lines).hasSize(21);
        assertLatencies(lines.subList(3, 12), "health");
        assertLatencies(lines.subList(12, 21), "clients");
    }

    @Test
    @DisplayName("C1-7: device availability goes by the prefix of ids")
    void answersTheAvailabilityCheck() {
        assertThat(SeedScript.python(port, 0, "check_device_availability()", "C1-7"))
                .containsExactly(
                        "ALERT severity=warning title=Low Device Count"
                                + " message=Only 2 devices connected (expected 3+).",
                        "True");
    }

    private static void assertHealth(JsonNode health) {
        assertThat(health.path("status").asString()).isEqualTo("healthy");
        assertThat(health.path("uptime_seconds").isIntegralNumber()).isTrue();
        assertThat(health.path("connected_clients").asInt()).isEqualTo(3);
        assertThat(health.path("active_sessions").asInt()).isZero();
        assertThat(health.path("online_clients").valueStream().map(JsonNode::asString))
                .containsExactly(IDS);
    }

    /** Does what a kubelet does with an httpGet: any status from 200 to 399 within the timeout is a success. */
    private static void assertProbe(Object probe, int declaredPort, Duration timeout)
            throws IOException, InterruptedException {
        assertThat(at(probe, "httpGet", "port")).isEqualTo(declaredPort);
        Object seconds = ((Map<?, ?>) probe).get("timeoutSeconds");
        assertThat(Duration.ofSeconds(seconds == null ? 1 : (int) seconds)).isEqualTo(timeout);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + at(probe, "httpGet", "path")))
                .header("User-Agent", "kube-probe/1.30")
                .header("Accept", "*/*");
        HttpClient kubelet = HttpClient.newHttpClient();
        // A kubelet has its classes loaded: the timeout is for the server.
        kubelet.send(request.build(), HttpResponse.BodyHandlers.discarding());

        HttpResponse<String> answer =
                kubelet.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isBetween(200, 399);
    }

    private static void assertLatencies(List<String> lines, String name) {
        assertThat(lines.get(0)).isEmpty();
        assertThat(lines.get(1)).isEqualTo(name + ":");
        assertThat(lines.get(2)).isEqualTo("  Count:   100");
        List<String> labels = List.of("Min:", "Max:", "Mean:", "Median:", "P95:", "P99:");
        for (int i = 0; i < labels.size(); i++) {
            assertThat(lines.get(3 + i)).matches("  " + labels.get(i) + " +\\d+\\.\\d\\d ms");
        }
    }

    private static Object at(Object yaml, String... names) {
        Object value = yaml;
        for (String name : names) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(name), name);
        }
        return value;
    }

    private static AipConnection device(String id, String platform) {
        return Objects.requireNonNull(DeviceClient.create(url())
                .clientId(id)
                .platform(platform)
                .apiKey(TestServer.KEY)
                .connect()
                .block());
    }

    private static URI url() {
        return URI.create("ws://127.0.0.1:" + port + "/ws");
    }
}
