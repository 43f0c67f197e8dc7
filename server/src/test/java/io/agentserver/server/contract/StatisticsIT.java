package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AuthMode;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Contract 5.8 to 5.10: what {@code GET /api/statistics} says right after something has happened. */
@Timeout(120)
class StatisticsIT {

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                UnaryOperator.identity(),
                session -> session.request().equals("fail")
                        ? Mono.just(SessionOutcome.failed("no", null))
                        : Mono.just(SessionOutcome.completed(RawJson.of("1"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("M-71, M-72: latency has every field, and counts the requests that were answered")
    void countsRequests() {
        for (int i = 0; i < 19; i++) {
            server.get("/api/health");
        }
        for (int i = 0; i < 3; i++) {
            server.get("/api/clients");
        }

        JsonNode latency = statistics().path("latency");
        assertThat(latency.path("health").path("count").asInt()).isEqualTo(19);
        assertThat(latency.path("clients").path("count").asInt()).isEqualTo(3);
        for (String endpoint : List.of("health", "clients")) {
            JsonNode figures = latency.path(endpoint);
            assertThat(figures.propertyNames()).containsExactly("count", "min", "max", "mean", "median", "p95", "p99");
            double max = figures.path("max").asDouble();
            assertThat(figures.path("min").asDouble()).isPositive().isLessThanOrEqualTo(max);
            assertThat(figures.path("mean").asDouble())
                    .isBetween(figures.path("min").asDouble(), max);
            assertThat(figures.path("median").asDouble())
                    .isBetween(figures.path("min").asDouble(), max);
            assertThat(figures.path("p95").asDouble()).as("fewer than 20").isEqualTo(max);
            assertThat(figures.path("p99").asDouble()).as("fewer than 100").isEqualTo(max);
        }
    }

    @Test
    @DisplayName("M-77, M-79: a completed task is counted at once, a failed one is not")
    void countsCompletedTasks() {
        assertThat(statistics().path("throughput"))
                .isEqualTo(Json.of("{'window_seconds':60,'completions_in_window':0,'rate_per_second':0.0,"
                        + "'rate_per_minute':0.0,'total_completions':0}"));
        try (WireClient device = server.device("D1")) {
            task(device, "s1", "work");
            task(device, "s2", "fail");
            task(device, "s3", "work");
            task(device, "s4", "work");

            JsonNode throughput = statistics().path("throughput");
            assertThat(throughput.propertyNames())
                    .containsExactly(
                            "window_seconds",
                            "completions_in_window",
                            "rate_per_second",
                            "rate_per_minute",
                            "total_completions");
            assertThat(throughput.path("completions_in_window").asInt()).isEqualTo(3);
            assertThat(throughput.path("total_completions").asInt()).isEqualTo(3);
            assertThat(throughput.path("rate_per_minute").asDouble()).isEqualTo(3.0);
            assertThat(throughput.path("rate_per_second").asDouble()).isEqualTo(0.05);
        }
    }

    @Test
    @DisplayName("M-81 to M-85: connections are counted, and who came back three times is flaky")
    void countsConnections() {
        assertThat(statistics().path("connections"))
                .isEqualTo(Json.of("{'total_connections':0,'total_disconnections':0,'stability_rate':1.0,"
                        + "'disconnections_per_hour':0.0,'flaky_clients':[]}"));
        try (WireClient steady = server.device("steady")) {
            for (int i = 1; i <= 4; i++) {
                try (WireClient flaky = server.device("flaky")) {
                    flaky.leave();
                }
                int gone = i;
                Eventually.that(
                        "disconnection " + i + " is counted",
                        () -> connections().path("total_disconnections").asInt() == gone);
            }

            JsonNode connections = connections();
            assertThat(connections.path("total_connections").asInt()).isEqualTo(5);
            assertThat(connections.path("stability_rate").asDouble()).isEqualTo(1.0 - 4.0 / 5.0);
            assertThat(connections.path("disconnections_per_hour").asDouble()).isPositive();
            assertThat(connections.path("flaky_clients")).isEqualTo(Json.of("[['flaky',3]]"));
            steady.heartbeat();
        }
    }

    @Test
    @DisplayName("in strict mode statistics and events need the key, by default they do not")
    void isReadLikeHealth() {
        assertThat(server.request("GET", "/api/statistics", "").status()).isEqualTo(200);
        try (TestServer strict = TestServer.start(config -> config.withServer(s -> s.withAuthMode(AuthMode.STRICT)))) {
            assertThat(strict.request("GET", "/api/statistics", "").status()).isEqualTo(401);
            assertThat(strict.request("GET", "/api/events", "").status()).isEqualTo(401);
            assertThat(strict.get("/api/statistics").status()).isEqualTo(200);
        }
    }

    private JsonNode statistics() {
        return server.request("GET", "/api/statistics", "").json();
    }

    private JsonNode connections() {
        return statistics().path("connections");
    }

    /** Has a device ask for something, and waits for its end. */
    private static void task(WireClient device, String sessionId, String request) {
        device.send("{'type':'task','status':'continue','session_id':'" + sessionId + "','request':'" + request + "'}")
                .expect("{'type':'heartbeat','session_id':'" + sessionId + "'}");
        device.expect("{'type':'task_end','session_id':'" + sessionId + "'}");
    }
}
