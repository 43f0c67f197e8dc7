package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.protocol.client.DeviceConnection;
import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.AuthMode;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.ResultStore;
import io.agentserver.server.TaskResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The API over real sockets in other modes and states: strict, open, full, draining, faulty. */
class HttpApiStatesIT {

    private static final String KEY = "X-API-Key: K\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private BoundAgentServer server;

    @AfterEach
    void stop() {
        server.stop().block();
    }

    @Test
    void strictAsksEverybodyButTheProbesForAKey() throws IOException {
        start(s -> s.withAuthMode(AuthMode.STRICT));

        for (String path : new String[] {"/api/health", "/api/clients", "/metrics"}) {
            assertThat(get(path, "").status()).isEqualTo(401);
            assertThat(get(path, "X-API-Key: wrong\r\n").body()).isEqualTo("{\"detail\":\"Invalid API key\"}");
            assertThat(get(path, KEY).status()).isEqualTo(200);
            assertThat(get(path + "?token=K", "").status()).isEqualTo(401);
        }
        for (String path : new String[] {"/api/health/live", "/api/health/ready", "/api/openapi.yaml"}) {
            assertThat(get(path, "").status()).isEqualTo(200);
        }
    }

    @Test
    void noneAsksNobody() throws IOException {
        start(s -> s.withAuthMode(AuthMode.NONE));

        assertThat(get("/api/sessions", "").status()).isEqualTo(200);
        assertThat(get("/api/task_result/x", "").status()).isEqualTo(200);
        assertThat(get("/ws", UPGRADE).status()).isEqualTo(101);
    }

    @Test
    void atTheConnectionLimitOnlyUpgradesAreRefused() throws IOException {
        start(AgentServerConfig.defaults().withLimits(limits -> limits.withConnections(1)), null);
        DeviceConnection only = connect("D1");

        RawHttp.Response refused = get("/ws?token=K", UPGRADE);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("retry-after", "5");
        assertThat(get("/api/health", "").body()).contains("\"connected_clients\":1");
        RawHttp.Response ready = get("/api/health/ready", "");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"exhausted\",\"detail\":\"Too many connections (limits.connections)\"}");
        only.dispose();
        await(() -> get("/api/health/ready", "").status() == 200);
    }

    @Test
    void atTheSessionLimitItIsNotReady() throws IOException {
        start(AgentServerConfig.defaults().withLimits(limits -> limits.withSessions(1)), null);
        DeviceConnection device = connect("D1");
        assertThat(get("/api/health/ready", "").status()).isEqualTo(200);

        assertThat(post("{\"client_id\":\"D1\",\"request\":\"x\",\"task_name\":\"n1\"}")
                        .status())
                .isEqualTo(200);

        RawHttp.Response ready = get("/api/health/ready", "");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.headers()).containsEntry("retry-after", "5");
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"exhausted\",\"detail\":\"Too many sessions (limits.sessions)\"}");
        device.dispose();
        await(() -> get("/api/health/ready", "").status() == 200);
    }

    @Test
    void whileDrainingNothingNewBegins() throws IOException {
        start(s -> s.withDrainTimeout(Duration.ofSeconds(30)));
        DeviceConnection device = connect("D1");
        String dispatch = "{\"client_id\":\"D1\",\"request\":\"x\",\"task_name\":\"n1\"}";
        assertThat(post(dispatch).status()).isEqualTo(200);
        Mono<Void> stopping = server.stop().cache();
        stopping.subscribe();
        await(() -> get("/api/health/ready", "").status() == 503);

        assertThat(get("/api/health/ready", "").body())
                .isEqualTo("{\"status\":\"draining\",\"detail\":\"Server is shutting down\"}");
        assertThat(get("/api/health/live", "").status()).isEqualTo(200);
        assertThat(get("/api/health", "").body()).contains("\"active_sessions\":1");
        RawHttp.Response dispatched = post(dispatch);
        assertThat(dispatched.status()).isEqualTo(503);
        assertThat(dispatched.headers()).containsEntry("retry-after", "5");
        assertThat(get("/ws?token=K", UPGRADE).status()).isEqualTo(503);
        String session = get("/api/sessions", KEY).body().replaceAll(".*\"session_id\":\"([^\"]+)\".*", "$1");
        RawHttp.Response cancelled = RawHttp.exchange(
                server.address(),
                "DELETE /api/sessions/" + session + " HTTP/1.1\r\nHost: localhost\r\n" + KEY + "\r\n");
        assertThat(cancelled.body()).isEqualTo("{\"session_id\":\"" + session + "\",\"status\":\"cancelled\"}");
        stopping.block();
        device.dispose();
    }

    @Test
    void aFaultIsPlainText() throws IOException {
        start(AgentServerConfig.defaults(), new FaultyStore());

        for (int i = 0; i < 2; i++) {
            RawHttp.Response response = get("/api/task_result/x", KEY);
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.headers()).containsEntry("content-type", "text/plain");
            assertThat(response.body()).isEqualTo("Internal Server Error");
        }
    }

    @Test
    void aCallerThatLeavesWhileItWaitsIsForgotten() throws IOException {
        start(AgentServerConfig.defaults().withLimits(limits -> limits.withSessions(1)), null);
        try (RawHttp http = new RawHttp(server.address())) {
            http.send("GET /api/task_result/x?wait=60s HTTP/1.1\r\nHost: localhost\r\n" + KEY + "\r\n");
            await(() -> get("/api/task_result/y?wait=1ms", KEY).status() == 503);
        }

        await(() -> get("/api/task_result/y?wait=1ms", KEY).status() == 200);
    }

    private interface Look {
        boolean at() throws IOException;
    }

    /** Asks again and again until the answer is as expected. */
    private static void await(Look look) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!look.at()) {
            assertThat(System.nanoTime()).as("still not so after 10 s").isLessThan(deadline);
        }
    }

    private void start(UnaryOperator<AgentServerConfig.Server> change) {
        start(AgentServerConfig.defaults().withServer(change), null);
    }

    private void start(AgentServerConfig config, ResultStore store) {
        AgentServer description =
                AgentServer.create(config.withServer(s -> s.withPort(0).withApiKeys(List.of("K"))));
        server = Objects.requireNonNull((store == null ? description : description.resultStore(store))
                .bind()
                .block());
    }

    private RawHttp.Response get(String path, String headers) throws IOException {
        return RawHttp.exchange(
                server.address(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private RawHttp.Response post(String body) throws IOException {
        return RawHttp.exchange(
                server.address(),
                "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\n" + KEY + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    /** A device that never finishes anything. */
    private DeviceConnection connect(String id) {
        InetSocketAddress address = server.address();
        URI uri = URI.create("ws://127.0.0.1:" + address.getPort() + "/ws");
        return Objects.requireNonNull(DeviceClient.create(uri)
                .clientId(id)
                .apiKey("K")
                .onCommand((command, round) -> Mono.never())
                .connect()
                .block());
    }

    /** A store that is out of order. */
    private static final class FaultyStore implements ResultStore {

        @Override
        public Mono<Void> save(TaskResult result) {
            return Mono.error(new IllegalStateException("disk full"));
        }

        @Override
        public Mono<TaskResult> find(String taskName) {
            return Mono.error(new IllegalStateException("disk full"));
        }

        @Override
        public Mono<TaskResult> findBySession(String sessionId) {
            return Mono.error(new IllegalStateException("disk full"));
        }
    }
}
