package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AuthMode;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 4 to 4.3 and 9: what anybody may read. */
class HttpReadIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("75: health needs no key and has every field of 4.2")
    void answersHealth() {
        try (WireClient d1 = server.device("D75")) {
            HttpAnswer answer = server.request("GET", "/api/health", "");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).startsWith("application/json");
            JsonNode health = answer.json();
            assertThat(health.path("status").asString()).isEqualTo("healthy");
            assertThat(health.path("uptime_seconds").isIntegralNumber()).isTrue();
            assertThat(health.path("active_sessions").asInt()).isZero();
            assertThat(health.path("online_clients")).contains(Json.of("'D75'"));
            assertThat(health.path("connected_clients").asInt())
                    .isEqualTo(health.path("online_clients").size());
            d1.leave();
        }
    }

    @Test
    @DisplayName("76: in strict mode health needs the key")
    void strictHealthNeedsTheKey() {
        try (TestServer strict = TestServer.start(config -> config.withServer(s -> s.withAuthMode(AuthMode.STRICT)))) {
            assertUnauthorised(strict.request("GET", "/api/health", ""));
            assertUnauthorised(strict.request("GET", "/api/health", "", "X-API-Key: wrong"));
            assertUnauthorised(strict.request("GET", "/api/health?token=K", ""));
            assertThat(strict.request("GET", "/api/health", "", "X-API-Key: K").status())
                    .isEqualTo(200);
            assertThat(strict.request("GET", "/api/health", "", "x-api-key: K").status())
                    .isEqualTo(200);
            assertThat(strict.request("GET", "/api/health/live", "").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("77: clients lists device and constellation, in the order of registration")
    void listsClients() {
        try (TestServer fresh = TestServer.start();
                WireClient d1 = fresh.device("D1");
                WireClient c1 = fresh.constellation("run@D1", "D1")) {
            JsonNode body = fresh.request("GET", "/api/clients", "").json();

            assertThat(body.path("total").asInt()).isEqualTo(2);
            assertThat(body.path("online_clients")).isEqualTo(Json.of("['D1','run@D1']"));
            JsonNode device = body.path("clients").path(0);
            assertThat(Json.differences(Json.of("{'client_id':'D1','type':'device','platform':'linux'}"), device))
                    .isEmpty();
            assertThat(device.path("connected_at").asDouble())
                    .isBetween(
                            Instant.now().getEpochSecond() - 60.0, Instant.now().getEpochSecond() + 1.0);
            assertThat(device.path("uptime_seconds").isIntegralNumber()).isTrue();
            assertThat(Json.differences(
                            Json.of("{'client_id':'run@D1','type':'constellation','platform':'windows'}"),
                            body.path("clients").path(1)))
                    .isEmpty();

            d1.leave();
            Eventually.that(
                    "D1 is not listed",
                    () -> Json.of("['run@D1']")
                            .equals(fresh.get("/api/health").json().path("online_clients")));
            c1.heartbeat();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Accept: text/html", "Accept: application/json", "X-Nothing: 1"})
    @DisplayName("78: health is JSON for everybody who does not ask for the text form")
    void answersJsonByDefault(String header) {
        HttpAnswer answer = server.request("GET", "/api/health", "", header);

        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.json().path("status").asString()).isEqualTo("healthy");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/dispatch,405,Method Not Allowed",
        "DELETE,/api/dispatch,405,Method Not Allowed",
        "POST,/api/health,405,Method Not Allowed",
        "OPTIONS,/api/health,405,Method Not Allowed",
        "PUT,/api/clients,405,Method Not Allowed",
        "GET,/nothing,404,Not Found",
        "GET,/api,404,Not Found",
        "GET,/api/nothing,404,Not Found",
        "POST,/api/health/x,404,Not Found"
    })
    @DisplayName("96: wrong methods are 405, unknown paths 404, with the bodies of 4")
    void refusesWrongRequests(String method, String path, int status, String detail) {
        HttpAnswer answer = server.request(method, path, "", "X-API-Key: K");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json()).isEqualTo(Json.of("{'detail':'" + detail + "'}"));
    }

    @Test
    @DisplayName("4: a trailing slash is 307 to the bare path")
    void redirectsATrailingSlash() {
        HttpAnswer answer = server.get("/api/health/");

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("location")).endsWith("/api/health");
    }

    @Test
    @DisplayName("4: HTTP/1.0 without a Host works, as the nginx check sends it")
    void answersHttp10() throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            socket.write("GET /api/health HTTP/1.0\r\n\r\n");

            HttpAnswer answer = socket.readAnswer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asString()).isEqualTo("healthy");
            assertThat(socket.isEnded()).isTrue();
        }
    }

    @Test
    @DisplayName("8.3: ids of plain characters are literal in the body, and the body is one line")
    void keepsIdsLiteral() {
        try (WireClient constellation = server.constellation("night_run@lab-pc-7/x")) {
            assertThat(server.get("/api/clients").text())
                    .contains("\"night_run@lab-pc-7/x\"")
                    .doesNotContain("\n");
            constellation.leave();
        }
    }

    private static void assertUnauthorised(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json()).isEqualTo(Json.of("{'detail':'Invalid API key'}"));
    }
}
