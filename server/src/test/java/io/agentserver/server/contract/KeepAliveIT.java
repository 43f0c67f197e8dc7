package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServer;
import io.agentserver.server.MountedAgentServer;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/** Contract 1.4, 1.5 and 9: which connections end for want of a word, and which do not. */
class KeepAliveIT {

    /** Short for a test, and longer than a busy machine keeps a client from answering a ping. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    @DisplayName("73: a client that stops answering pings is closed with 1011 and removed; its sessions are cancelled")
    void closesASilentPeer() {
        try (TestServer server = TestServer.start(config ->
                        config.withConnections(c -> c.withPingInterval(SHORT).withPongTimeout(SHORT)));
                WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1")) {
            c1.send("{'type':'task','status':'continue','target_id':'D1','session_id':'run@t73','request':'x'}")
                    .expect("{'type':'heartbeat','session_id':'run@t73'}");
            d1.expect("{'type':'command'}");

            d1.stopAnsweringPings();

            Frame close = d1.expectClose(1011);
            assertThat(close.closeReason()).isEqualTo("keepalive ping timeout");
            c1.expect("{'type':'task_end','status':'failed','session_id':'run@t73',"
                    + "'error':'Task was cancelled because target device disconnected'}");
            assertThat(server.knows("D1")).isFalse();
            c1.heartbeat();
        }
    }

    @Test
    @DisplayName("facts: a connection outlives twice every configured timeout, busy or not")
    void outlivesEveryTimeout() {
        try (TestServer server = TestServer.start(config -> config.withConnections(c -> c.withRegistrationTimeout(SHORT)
                                .withPingInterval(SHORT)
                                .withPongTimeout(SHORT))
                        .withSessions(s -> s.withCommandTimeout(SHORT)
                                .withDispatchTimeout(SHORT)
                                .withTimeout(SHORT)
                                .withResultTtl(SHORT)));
                WireClient idle = server.device("idle");
                WireClient busy = server.device("busy")) {
            beatFor(busy, SHORT.multipliedBy(3));

            idle.heartbeat();
        }
    }

    @Test
    @DisplayName("facts: the idle timeout of the HTTP server ends idle and dribbling HTTP, and no WebSocket")
    void outlivesTheIdleTimeoutOfHttp() throws IOException {
        MountedAgentServer hub = AgentServer.create(TestServer.config()).routes();
        DisposableServer host = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .idleTimeout(SHORT)
                .route(hub)
                .bindNow();
        InetSocketAddress address = (InetSocketAddress) host.address();
        try (WireClient idle = register(address, "idle");
                WireClient busy = register(address, "busy");
                RawSocket dribbler = RawSocket.connect(address);
                RawSocket keptAlive = RawSocket.connect(address)) {
            keptAlive.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(keptAlive.readAnswer().status()).isEqualTo(200);
            dribbler.write("GET /api/health HTTP/1.1\r\nX: ");

            beatFor(busy, SHORT.multipliedBy(3));

            idle.heartbeat();
            assertThat(dribbler.isEnded()).isTrue();
            assertThat(keptAlive.isEnded()).isTrue();
        } finally {
            hub.stop().block();
            host.disposeNow();
        }
    }

    @Test
    @DisplayName("1.4: pings and heartbeats are answered while a task of the client runs")
    void answersWhileATaskRuns() {
        try (TestServer server = TestServer.start();
                WireClient d1 = server.device("D1")) {
            d1.send("{'type':'task','status':'continue','session_id':'s','request':'x'}")
                    .expect("{'type':'heartbeat'}");
            JsonNode command = d1.expect("{'type':'command'}");
            d1.sendFrame(Frame.PING, true, (byte) 1);
            assertThat(d1.expectFrame(Frame.PONG).payload()).containsExactly(1);
            d1.heartbeat();
            d1.send("{'type':'command_results','status':'ok','session_id':'s','prev_response_id':'"
                    + command.path("response_id").asString() + "','action_results':[]}");
            d1.expect("{'type':'task_end'}");
        }
    }

    @Test
    @DisplayName("1.5: a peer's close is answered with its code, and its id is free")
    void answersAClose() throws IOException {
        try (TestServer server = TestServer.start();
                RawSocket socket = RawSocket.connect(server.address())) {
            socket.upgrade("/ws?token=K");
            socket.writeText("{'type':'register','client_id':'leaver'}");
            socket.readFrame();

            socket.writeClose(4321);

            assertThat(socket.readClose().closeCode()).isEqualTo(4321);
            assertThat(socket.isEnded()).isTrue();
            Eventually.that("the id is free", () -> !server.knows("leaver"));
        }
    }

    private static WireClient register(InetSocketAddress address, String id) {
        WireClient client = WireClient.connect(address, "/ws?token=" + TestServer.KEY);
        client.send("{'type':'register','status':'ok','client_id':'" + id + "'}")
                .expect("{'type':'heartbeat','status':'ok'}");
        return client;
    }

    private static void beatFor(WireClient client, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            client.heartbeat();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
