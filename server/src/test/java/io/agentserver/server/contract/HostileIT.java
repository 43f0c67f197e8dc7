package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.Neighbour;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Input that no honest client sends. A neighbour sends heartbeats through all of it and must not feel it; at the end the hub
 * must be as it was.
 */
class HostileIT {

    private static TestServer server;
    private static Neighbour neighbour;

    @BeforeAll
    static void start() {
        server = TestServer.start(config -> config.withLimits(l -> l.withConnections(200)));
        neighbour = Neighbour.of(server);
    }

    /** After everything: every place is free again, and the neighbour never waited long. */
    @AfterAll
    static void nothingIsLeft() throws IOException {
        try (TestServer closing = server) {
            Eventually.that(
                    "only the neighbour is registered",
                    () -> closing.snapshot().clients().size() == 1);
            List<RawSocket> places = new ArrayList<>();
            try {
                Eventually.that("all places but the neighbour's are free", () -> fill(places, 199));
                try (RawSocket tooMany = RawSocket.connect(server.address())) {
                    assertThat(tooMany.upgrade("/ws?token=K").status()).isEqualTo(503);
                }
            } finally {
                for (RawSocket place : places) {
                    place.close();
                }
            }
            assertThat(neighbour.beats()).isGreaterThan(100);
            assertThat(neighbour.quantile(0.99)).isLessThan(Duration.ofSeconds(1));
            assertThat(neighbour.quantile(1)).isLessThan(Duration.ofSeconds(10));
        }
    }

    static Stream<Arguments> messages() {
        String deepArray = "[".repeat(100_000) + "]".repeat(100_000);
        String deepObject = "{'a':".repeat(100_000) + "1" + "}".repeat(100_000);
        String digits = "9".repeat(500_000);
        return Stream.of(
                Arguments.of("deep array", "{'type':'heartbeat','metadata':{'x':" + deepArray + "}}"),
                Arguments.of("deep object", "{'type':'heartbeat','x':" + deepObject + "}"),
                Arguments.of("deep and open", "{'type':'heartbeat','x':" + "[".repeat(1_000_000)),
                Arguments.of(
                        "deep result",
                        "{'type':'command_results','action_results':[{'status':'success','result':" + deepArray
                                + "}]}"),
                Arguments.of("huge integer", "{'type':'heartbeat','x':" + digits + "}"),
                Arguments.of("huge fraction", "{'type':'heartbeat','x':0." + digits + "}"),
                Arguments.of("huge exponent", "{'type':'heartbeat','x':1e999999999}"),
                Arguments.of(
                        "huge exponent in a result",
                        "{'type':'command_results','action_results':[{'status':" + "'success','result':-1E+" + digits
                                + "}]}"),
                Arguments.of("long key", "{'" + "k".repeat(1_000_000) + "':1,'type':'heartbeat'}"),
                Arguments.of("many keys", "{" + "'k':1,".repeat(200_000) + "'type':'heartbeat'}"),
                Arguments.of("colliding keys", "{" + colliding(4_096) + "'type':'heartbeat'}"),
                Arguments.of("long type", "{'type':'" + "t".repeat(1_000_000) + "'}"),
                Arguments.of("escapes only", "{'type':'heartbeat','task_name':'" + "\\u0000".repeat(200_000) + "'}"),
                Arguments.of("lone surrogates", "{'type':'heartbeat','task_name':'\\ud800\\udfff\\udc00'}"),
                Arguments.of("open string", "{'type':'heart"),
                Arguments.of("two values", "{'type':'heartbeat'}{'type':'heartbeat'}"),
                Arguments.of("comment", "/* x */{'type':'heartbeat'}"),
                Arguments.of("NaN", "{'type':'heartbeat','x':NaN}"),
                Arguments.of("control character", "{'type':'heart\u0001beat'}"),
                Arguments.of("byte order mark", "\ufeff{'type':'heartbeat'}"),
                Arguments.of(
                        "many results",
                        "{'type':'command_results','session_id':'x','action_results':["
                                + "{'status':'success'},".repeat(100_000) + "{'status':'success'}]}"));
    }

    /** The answer is a heartbeat, an error, or none; in any case the connection lives and is heard. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    @DisplayName("a message with")
    void survivesAMessage(String what, String message) {
        try (WireClient client = server.register("{'type':'register','client_id':'hostile'}")) {
            client.send(message);
            client.send("{'type':'error','error':'still here'}");

            JsonNode answer = client.receive();
            while (!answer.path("error").asString().equals("still here")) {
                assertThat(answer.path("type").asString()).as(what).isIn("heartbeat", "error");
                assertThat(answer.toString().length())
                        .as("an answer echoes no input")
                        .isLessThan(1_000);
                answer = client.receive();
            }
            client.leave();
        }
    }

    @Test
    @DisplayName("registrations with absurd ids and metadata: what is accepted is kept as it is, and breaks no reader")
    void survivesAbsurdRegistrations() {
        String[] ids = {
            "\\u0000",
            "a\\nb\\r\\u001b[31m",
            "\\ud83d\\ude00",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "%s%n{}",
            "x".repeat(100_000)
        };
        for (String id : ids) {
            try (WireClient client = server.register("{'type':'register','client_id':'" + id
                    + "','metadata':{'platform':'" + id + "','system_info':{'deep':" + "[".repeat(100)
                    + "]".repeat(100) + ",'n':1e400}}}")) {
                String name = Json.of("'" + id + "'").asString();
                assertThat(server.knows(name)).isTrue();
                assertThat(server.get("/api/clients")
                                .json()
                                .path("online_clients")
                                .toString())
                        .contains(Json.of("['" + id + "']").path(0).toString());
                assertThat(server.get("/api/health").json().path("status").asString())
                        .isEqualTo("healthy");
                client.leave();
            }
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                Arguments.of("no HTTP at all", "hello\r\n\r\n"),
                Arguments.of("null bytes", "\0".repeat(10_000)),
                Arguments.of("endless request line", "GET /" + "a".repeat(200_000)),
                Arguments.of("endless header", "GET /api/health HTTP/1.1\r\nX: " + "a".repeat(200_000)),
                Arguments.of("endless headers", "GET /api/health HTTP/1.1\r\n" + "X: y\r\n".repeat(50_000)),
                Arguments.of("bad version", "GET /api/health HTTP/9.9\r\n\r\n"),
                Arguments.of(
                        "bad length",
                        "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n"
                                + "Content-Length: -5\r\n\r\n"),
                Arguments.of(
                        "two lengths",
                        "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n"
                                + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
                Arguments.of(
                        "length and chunks",
                        "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n"
                                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "bad chunks",
                        "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\nZZZ\r\nx\r\n"),
                Arguments.of(
                        "huge body announced",
                        "POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n"
                                + "Content-Length: 99999999999\r\n\r\n{"),
                Arguments.of("half an upgrade", "GET /ws?token=K HTTP/1.1\r\nHost: localhost\r\nUpgrade: webso"),
                Arguments.of(
                        "upgrade without a key",
                        "GET /ws?token=K HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\n\r\n"),
                Arguments.of(
                        "upgrade and frames at once", RawSocket.upgradeRequest("/ws?token=K") + "\u00ff".repeat(5_000)),
                Arguments.of(
                        "upgrade twice",
                        RawSocket.upgradeRequest("/ws?token=K") + RawSocket.upgradeRequest("/ws?token=K")),
                Arguments.of(
                        "bad percent-encoding",
                        "GET /api/clients/%ZZ HTTP/1.1\r\nHost: localhost\r\nX-API-Key: K\r\n\r\n"),
                Arguments.of("bad host", "GET /api/health HTTP/1.1\r\nHost: \u00e9\u00e8:::\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    @DisplayName("a request that is or has")
    void survivesARequest(String what, String bytes) throws IOException {
        for (int time = 0; time < 3; time++) {
            try (RawSocket socket = RawSocket.connect(server.address())) {
                try {
                    socket.write(bytes);
                } catch (IOException refused) {
                    // The server need not read all of it.
                }
                // Gone without waiting for what the server says to it.
                socket.reset();
            }
        }
        assertThat(server.get("/api/health").status()).as(what).isEqualTo(200);
    }

    @Test
    @DisplayName("a thousand pipelined requests are answered in their order")
    void answersPipelinedRequests() throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                String path = i % 2 == 0 ? "/api/health/live" : "/nothing";
                requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            socket.write(requests.toString());

            for (int i = 0; i < 1_000; i++) {
                HttpAnswer answer = socket.readAnswer();
                assertThat(answer.status()).isEqualTo(i % 2 == 0 ? 200 : 404);
            }
        }
    }

    @Test
    @DisplayName("ten connections that dribble their headers byte by byte")
    void survivesDribblers() throws IOException {
        List<RawSocket> dribblers = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                dribblers.add(RawSocket.connect(server.address()));
            }
            byte[] request = RawSocket.upgradeRequest("/ws?token=K").getBytes(StandardCharsets.US_ASCII);
            for (byte one : request) {
                for (RawSocket dribbler : dribblers) {
                    dribbler.write(one);
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            for (RawSocket dribbler : dribblers) {
                assertThat(dribbler.readAnswer().status()).isEqualTo(101);
            }
        } finally {
            for (RawSocket dribbler : dribblers) {
                dribbler.close();
            }
        }
    }

    @Test
    @DisplayName("half frames that never end, of every length")
    void survivesHalfFrames() throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        Random random = new Random(7);
        try {
            for (int i = 0; i < 50; i++) {
                RawSocket socket = RawSocket.connect(server.address());
                sockets.add(socket);
                socket.upgrade("/ws?token=K");
                byte[] frame = RawSocket.frame(0x81, Json.bytes("{'type':'register','client_id':'half-" + i + "'}"));
                byte[] half = new byte[1 + random.nextInt(frame.length - 1)];
                System.arraycopy(frame, 0, half, 0, half.length);
                socket.write(half);
                if (i % 2 == 0) {
                    socket.write(RawSocket.header(0x81, 0x80, 100_000_000L - i));
                }
            }
            server.device("meanwhile").leave();
        } finally {
            for (RawSocket socket : sockets) {
                socket.reset();
            }
        }
    }

    @Test
    @DisplayName("random frames, each connection until it is closed")
    void survivesRandomFrames() throws IOException {
        Random random = new Random(42);
        for (int connection = 0; connection < 100; connection++) {
            try (RawSocket socket = RawSocket.connect(server.address())) {
                socket.upgrade("/ws?token=K");
                socket.writeText("{'type':'register','client_id':'random'}");
                try {
                    for (int i = 0; i < 20; i++) {
                        byte[] payload = new byte[random.nextInt(i % 5 == 0 ? 70_000 : 200)];
                        random.nextBytes(payload);
                        int first = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3) | 0x80;
                        socket.write(RawSocket.frame(first, payload));
                    }
                } catch (IOException closed) {
                    // As it should be.
                }
                socket.reset();
            }
        }
    }

    @Test
    @DisplayName(
            "a flood of pings is answered to the one who reads; one who does not read is owed the last answer only")
    void survivesPingFloods() throws IOException {
        try (RawSocket reader = RawSocket.connect(server.address())) {
            reader.upgrade("/ws?token=K");
            for (int ping = 0; ping < 1_000; ping++) {
                reader.write(ping(ping));
                assertThat(number(reader.readFrame())).isEqualTo(ping);
            }
        }

        int pings = 60_000;
        try (RawSocket deaf = RawSocket.connectWithReceiveBuffer(server.address(), 4_096)) {
            deaf.upgrade("/ws?token=K");
            for (int ping = 0; ping < pings; ping += 100) {
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (int i = ping; i < ping + 100; i++) {
                    burst.writeBytes(ping(i));
                }
                deaf.write(burst.toByteArray());
            }

            int pongs = 0;
            int last = -1;
            while (last < pings - 1) {
                int number = number(deaf.readFrame());
                assertThat(number).isGreaterThan(last);
                last = number;
                pongs++;
            }
            assertThat(pongs).isLessThan(pings);
        }
    }

    /** A ping of the full length that carries a number. */
    private static byte[] ping(int number) {
        return RawSocket.frame(
                0x80 | Frame.PING, ByteBuffer.allocate(125).putInt(number).array());
    }

    private static int number(Frame pong) {
        assertThat(pong.opcode()).isEqualTo(Frame.PONG);
        return ByteBuffer.wrap(pong.payload()).getInt();
    }

    private static boolean fill(List<RawSocket> places, int wanted) {
        try {
            while (places.size() < wanted) {
                RawSocket socket = RawSocket.connect(server.address());
                if (socket.upgrade("/ws?token=K").status() != 101) {
                    socket.close();
                    return false;
                }
                places.add(socket);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Members whose keys all have the same hash code in Java. */
    private static String colliding(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append('\'');
            for (int bit = 0; bit < 12; bit++) {
                keys.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            keys.append("':1,");
        }
        return keys.toString();
    }
}
