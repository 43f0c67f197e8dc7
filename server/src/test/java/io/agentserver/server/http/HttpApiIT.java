package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.client.CommandHandler;
import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.protocol.client.DeviceConnection;
import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.BoundAgentServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over real sockets, in the default mode (contract 4; cases 75, 78 to 96). */
class HttpApiIT {

    private static final String KEY = "X-API-Key: K\r\n";

    private static BoundAgentServer server;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() {
        AgentServerConfig config = AgentServerConfig.defaults()
                .withServer(s -> s.withPort(0).withApiKeys(List.of("K")))
                .withLimits(limits -> limits.withBodyBytes(10_000));
        server = Objects.requireNonNull(AgentServer.create(config).bind().block());
        address = server.address();
    }

    @AfterAll
    static void stop() {
        server.stop().block();
    }

    @Test
    void healthIsOpenJsonOnOneLine() throws IOException {
        RawHttp.Response response = get("/api/health", "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-content-type-options", "nosniff")
                .doesNotContainKey("transfer-encoding")
                .doesNotContainKey("access-control-allow-origin");
        assertThat(response.body())
                .startsWith("{\"status\":\"healthy\",\"uptime_seconds\":")
                .doesNotContain("\n");
    }

    @Test
    void servesHttp10WithoutHost() throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            http.send("GET /api/health HTTP/1.0\r\n\r\n");
            RawHttp.Response response = http.receive();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).contains("\"healthy\"");
            assertThat(http.endsHere()).isTrue();
        }
    }

    @Test
    void keepsAConnectionForTheNextRequestWhateverTheAnswer() throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            for (String path : new String[] {"/api/health", "/nope", "/api/clients/x", "/api/health/", "/ws"}) {
                http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(http.receive().headers()).doesNotContainEntry("connection", "close");
            }
            http.send("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\n" + KEY + "Content-Length: 2\r\n\r\n{}");
            assertThat(http.receive().status()).isEqualTo(400);
            http.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(http.receive().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/health",
        "/api/health/live",
        "/api/health/ready",
        "/api/clients",
        "/api/openapi.yaml",
        "/api/sessions",
        "/api/task_result/none",
        "/api/clients/none",
        "/ws"
    })
    void answersHeadAsGetWithoutABody(String path) throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            http.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n" + KEY + "\r\n");
            RawHttp.Response head = http.receiveHead();
            http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + KEY + "\r\n");
            RawHttp.Response whole = http.receive();

            assertThat(head.status()).isEqualTo(whole.status());
            assertThat(head.headers()).isEqualTo(whole.headers());
            assertThat(whole.body()).isNotEmpty();
        }
    }

    @Test
    void aHeadOfTheEventsTakesNoPlaceForLongerThanItsAnswer() throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            for (int i = 0; i <= 256; i++) {
                http.send("HEAD /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(http.receiveHead().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/dispatch|405|POST|{\"detail\":\"Method Not Allowed\"}",
                "POST /api/health|405|GET, HEAD|{\"detail\":\"Method Not Allowed\"}",
                "OPTIONS /api/health|405|GET, HEAD|{\"detail\":\"Method Not Allowed\"}",
                "OPTIONS /api/clients/x|405|DELETE, GET, HEAD|{\"detail\":\"Method Not Allowed\"}",
                "PUT /ws|405|GET, HEAD|{\"detail\":\"Method Not Allowed\"}",
                "GET /nope|404||{\"detail\":\"Not Found\"}",
                "GET /|404||{\"detail\":\"Not Found\"}",
                "OPTIONS *|404||{\"detail\":\"Not Found\"}",
                "GET /api/task_result/|404||{\"detail\":\"Not Found\"}",
                "GET http://localhost/api/health/live|200||{\"status\":\"alive\"}",
                "GET /api/health/live?x=%|200||{\"status\":\"alive\"}",
                "GET /api/health/ready|200||{\"status\":\"ready\"}",
            })
    void answersEveryMethodAndPath(String request, int status, String allow, String body) throws IOException {
        RawHttp.Response response = RawHttp.exchange(address, request + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().get("allow")).isEqualTo(allow);
        assertThat(response.body()).isEqualTo(body);
    }

    @Test
    void redirectsToThePathWithoutItsSlash() throws IOException {
        RawHttp.Response response = get("/api/clients/?type=device", "");

        assertThat(response.status()).isEqualTo(307);
        assertThat(response.headers()).containsEntry("location", "/api/clients?type=device");
        assertThat(get("//evil.example/", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/clients/x",
        "DELETE /api/clients/x",
        "GET /api/sessions",
        "GET /api/sessions/x",
        "DELETE /api/sessions/x",
        "GET /api/task_result/x",
        "POST /api/dispatch"
    })
    void asksForAKey(String request) throws IOException {
        for (String key :
                new String[] {"", "X-API-Key: wrong\r\n", "X-API-Key: \u00e9\r\n", "Authorization: Bearer k\r\n"}) {
            RawHttp.Response response =
                    RawHttp.exchange(address, request + " HTTP/1.1\r\nHost: localhost\r\n" + key + "\r\n");
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Invalid API key\"}");
        }
        RawHttp.Response response =
                RawHttp.exchange(address, request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer K\r\n\r\n");
        assertThat(response.status()).isIn(200, 404, 422);
    }

    @Test
    void refusesForeignHostsAndOrigins() throws IOException {
        RawHttp.Response host = RawHttp.exchange(address, "GET /api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        assertThat(host.status()).isEqualTo(421);
        assertThat(host.body()).isEqualTo("{\"detail\":\"Host not allowed\"}");

        String foreign = "Host: localhost\r\nOrigin: http://evil.example\r\n" + KEY + "\r\n";
        assertThat(RawHttp.exchange(address, "POST /api/dispatch HTTP/1.1\r\n" + foreign)
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.exchange(address, "DELETE /api/clients/x HTTP/1.1\r\n" + foreign)
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.exchange(address, "GET /api/health HTTP/1.1\r\n" + foreign)
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.exchange(
                                address,
                                "GET /ws?token=K HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + foreign)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void decodesIdsInPaths() throws IOException {
        DeviceConnection device = connect("a/b ü%");

        assertThat(get("/api/clients/a%2Fb%20%C3%BC%25", KEY).body()).startsWith("{\"client_id\":\"a/b ü%\"");
        assertThat(get("/api/clients/a%zz", KEY).status()).isEqualTo(400);
        assertThat(get("/api/task_result/a%2Fb", KEY).body()).isEqualTo("{\"detail\":\"Not Found\"}");
        assertThat(get("/api/task_result/a/b", KEY).body()).isEqualTo("{\"detail\":\"Not Found\"}");
        RawHttp.Response gone = RawHttp.exchange(
                address, "DELETE /api/clients/a%2Fb%20%C3%BC%25 HTTP/1.1\r\nHost: localhost\r\n" + KEY + "\r\n");
        assertThat(gone.body()).isEqualTo("{\"client_id\":\"a/b ü%\",\"status\":\"disconnected\"}");
        device.dispose();
    }

    @Test
    void carriesATaskFromDispatchToResult() throws IOException {
        DeviceConnection device = connect("D1");
        assertThat(get("/api/health", "").body()).contains("\"D1\"");
        assertThat(get("/api/clients", "").body()).contains("\"client_id\":\"D1\",\"type\":\"device\"");

        RawHttp.Response dispatched =
                dispatch("{\"client_id\":\"D1\",\"request\":\"say hello\",\"task_name\":\"hello\"}", KEY);
        assertThat(dispatched.status()).isEqualTo(200);
        assertThat(dispatched.body())
                .startsWith(
                        "{\"status\":\"dispatched\",\"task_name\":\"hello\",\"client_id\":\"D1\",\"session_id\":\"");
        RawHttp.Response done = get("/api/task_result/hello?wait=10s", KEY);

        assertThat(done.body())
                .startsWith("{\"status\":\"done\",\"result\":[{\"request\":\"say hello\",\"result\":\"hello\"}],"
                        + "\"task_status\":\"completed\",\"error\":null,")
                .endsWith("\"task_name\":\"hello\"}");
        String session = Objects.requireNonNull(RawJson.of(done.body()).member("session_id"))
                .stringValue();
        assertThat(get("/api/sessions/" + session, KEY).body()).contains("\"state\":\"completed\"");
        device.dispose();
    }

    @Test
    void deliversALargeResultWhole() throws IOException {
        String large = "x".repeat(3_000_000);
        DeviceConnection device = connect("large", large);
        dispatch("{\"client_id\":\"large\",\"request\":\"r\",\"task_name\":\"large\"}", KEY);

        RawHttp.Response done = get("/api/task_result/large?wait=10s", KEY);

        assertThat(done.body()).contains(large).endsWith("\"task_name\":\"large\"}");
        device.dispose();
    }

    @Test
    void readsADispatchThatComesByteByByte() throws IOException {
        String body = "{\"client_id\":\"nobody\",\"request\":\"ü\"}";
        try (RawHttp http = new RawHttp(address)) {
            http.send("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n" + KEY
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (String unit : body.split("")) {
                int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
                http.send(bytes + "\r\n" + unit + "\r\n");
            }
            http.send("0\r\n\r\n");

            RawHttp.Response response = http.receive();
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Client not online\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|422|{\"detail\":[{\"type\":\"missing\"",
                "[1]|422|{\"detail\":[{\"type\":\"dict_type\"",
                "{|422|{\"detail\":[{\"type\":\"json_invalid\"",
                "{}|400|{\"detail\":\"Empty task content\"}",
                "{\"request\":\"x\"}|400|{\"detail\":\"Empty client ID\"}",
            })
    void refusesADispatchInTheOrderOfTheContract(String body, int status, String start) throws IOException {
        RawHttp.Response response = dispatch(body == null ? "" : body, KEY);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).startsWith(start);
    }

    @Test
    void refusesALargeBodyBeforeItHasCome() throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            http.send("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\n" + KEY + "Content-Length: 10001\r\n\r\n");
            RawHttp.Response response = http.receive();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.headers()).containsEntry("connection", "close");
        }
    }

    @Test
    void refusesAChunkedBodyAtTheLimitAndLetsTheClientReadIt() throws IOException {
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        try (RawHttp http = new RawHttp(address)) {
            http.send("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\n" + KEY + "Transfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(3));
            RawHttp.Response response = http.receive();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Request body too large\"}");

            // The client has more to say, says it, and is not reset.
            http.send(chunk.repeat(500));
            http.send("0\r\n\r\n");
            assertThat(http.endsHere()).isTrue();
        }
    }

    @Test
    void refusesWithoutAKeyBeforeTheBodyHasComeAndLetsTheClientReadIt() throws IOException {
        try (RawHttp http = new RawHttp(address)) {
            http.send("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n");
            assertThat(http.receive().status()).isEqualTo(401);
            http.send("x".repeat(5000));
            assertThat(http.endsHere()).isTrue();
        }
    }

    @Test
    void asksAClientThatWaitsForItsBodyOnlyWhenItWillBeRead() throws IOException {
        String head = "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n";
        try (RawHttp http = new RawHttp(address)) {
            http.send(head + KEY + "\r\n");
            assertThat(http.receiveHead().status()).isEqualTo(100);
            http.send("{}");
            assertThat(http.receive().status()).isEqualTo(400);
        }
        try (RawHttp http = new RawHttp(address)) {
            http.send(head + "\r\n");
            assertThat(http.receive().status()).isEqualTo(401);
            assertThat(http.endsHere()).isTrue();
        }
    }

    @Test
    void upgradesWithTheTokenInTheQuery() throws IOException {
        RawHttp.Response response = upgrade("/ws?token=K", "");

        assertThat(response.status()).isEqualTo(101);
        assertThat(response.headers()).containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @CsvSource({"/ws", "/ws?token=wrong", "/ws?token=%C3%A9", "/ws?token=%"})
    void refusesAnUpgradeWithoutTheTokenBy403AndNoBody(String path) throws IOException {
        RawHttp.Response response = upgrade(path, "");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.headers()).containsEntry("content-length", "0");
    }

    @Test
    void answersEveryOddHandshakeWithAClientError() throws IOException {
        assertThat(upgrade("/other?token=K", "").status()).isEqualTo(404);
        assertThat(get("/ws?token=K", "").status()).isEqualTo(426);
        assertThat(get("/ws?token=K", "Upgrade: websocket\r\n").status()).isEqualTo(400);
        assertThat(get("/ws?token=K", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(get(
                                "/ws?token=K",
                                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(upgrade("/ws?token=K", "Content-Length: 3\r\n").status()).isEqualTo(400);
    }

    private static RawHttp.Response upgrade(String path, String more) throws IOException {
        return get(
                path,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more);
    }

    private static RawHttp.Response get(String path, String headers) throws IOException {
        return RawHttp.exchange(address, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private static RawHttp.Response dispatch(String body, String headers) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return RawHttp.exchange(
                address,
                "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + length
                        + "\r\n\r\n" + body);
    }

    private static DeviceConnection connect(String id) {
        return connect(id, "hello");
    }

    /** A device that answers every command with that text. */
    private static DeviceConnection connect(String id, String result) {
        URI uri = URI.create("ws://127.0.0.1:" + address.getPort() + "/ws");
        return Objects.requireNonNull(DeviceClient.create(uri)
                .clientId(id)
                .apiKey("K")
                .platform("linux")
                .onCommand(CommandHandler.blocking(command -> Result.success(RawJson.ofString(result), null)))
                .connect()
                .block());
    }
}
