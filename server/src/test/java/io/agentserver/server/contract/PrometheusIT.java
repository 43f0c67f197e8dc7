package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.SeedScript;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import io.agentserver.testing.Requirement;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** M-15, M-16, C0-3: a real Prometheus scrapes both places and answers what operators ask. */
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @DisplayName("M-15: the seed's job and one of /metrics are up; p99 by endpoint and clients by type can be asked")
    void scrapesAndAnswers(@TempDir Path folder) throws Exception {
        String prometheus = "prometheus";
        Requirement.of(isInstalled(prometheus), "Prometheus", prometheus);
        try (TestServer server = TestServer.start();
                WireClient device = server.device("D1");
                WireClient other = server.device("D2");
                WireClient constellation = server.constellation("run@D1", "D1")) {
            int port = freePort();
            Process process =
                    start(prometheus, folder, configuration(server.address().getPort()), port);
            try {
                awaitValue(port, "up{job=\"ufo-server\"}", 1);
                awaitValue(port, "up{job=\"metrics\"}", 1);
                awaitValue(port, "sum by (type) (agent_server_clients{job=\"ufo-server\",type=\"device\"})", 2);
                awaitValue(port, "sum by (type) (agent_server_clients{job=\"metrics\",type=\"constellation\"})", 1);
                Eventually.that("a p99 of /api/health between 0 and 1 s", PATIENCE, () -> {
                    server.get("/api/health");
                    double p99 = value(
                            port,
                            "histogram_quantile(0.99, sum by (endpoint, le) (rate("
                                    + "agent_server_http_request_duration_seconds_bucket{job=\"metrics\","
                                    + "endpoint=\"/api/health\"}[5s])))");
                    return p99 > 0 && p99 < 1;
                });
                assertThat(value(port, "agent_server_uptime_seconds{job=\"ufo-server\"}"))
                        .isPositive();
                device.heartbeat();
                other.heartbeat();
                constellation.heartbeat();
            } finally {
                process.destroy();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** The seed's job as it stands but for the port, and one of the other place. */
    private static String configuration(int port) {
        return "global: {scrape_interval: 1s}\n" + SeedScript.prometheusJobs("C0-3", port) + """
                  - job_name: 'metrics'
                    static_configs:
                      - targets: ['localhost:%d']
                """.formatted(port);
    }

    private static Process start(String program, Path folder, String configuration, int port) throws IOException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        return new ProcessBuilder(
                        program,
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    private void awaitValue(int port, String query, double expected) {
        Eventually.that(query + " = " + expected, PATIENCE, () -> value(port, query) == expected);
    }

    /** The value of the only series that the query gives; NaN while there is none, or no Prometheus yet. */
    private double value(int port, String query) {
        URI uri = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Double.NaN;
            }
            JsonNode result = Json.parse(response.body().getBytes(StandardCharsets.UTF_8))
                    .path("data")
                    .path("result");
            return result.size() == 1
                    ? Double.parseDouble(result.get(0).path("value").get(1).asString())
                    : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
