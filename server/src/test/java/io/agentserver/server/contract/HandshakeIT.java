package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.2 and 9: the upgrade. */
class HandshakeIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                config -> config.withServer(s -> s.withAllowedOrigins(List.of("https://console.example"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("1: an upgrade with the token is accepted")
    void acceptsTheToken() throws IOException {
        HttpAnswer answer = upgrade("/ws?token=K");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("upgrade")).isEqualToIgnoringCase("websocket");
        // The answer that RFC 6455 (1.3) computes for the key that the test sends.
        assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.header("sec-websocket-protocol")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-API-Key: K", "Authorization: Bearer K"})
    @DisplayName("1: an upgrade with the key in a header is accepted")
    void acceptsTheKeyInAHeader(String header) throws IOException {
        assertThat(upgrade("/ws", header).status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws?token=", "/ws?token=wrong", "/ws?token=KK", "/ws?key=K"})
    @DisplayName("2: no token or a wrong one is 403 with an empty body")
    void refusesOthers(String target) throws IOException {
        HttpAnswer answer = upgrade(target);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws?token=%C3%A9", "/ws?token=%FF%FE", "/ws?token=\u00e9"})
    @DisplayName("3: a token that is not ASCII is 403")
    void refusesATokenThatIsNotAscii(String target) throws IOException {
        assertThat(upgrade(target).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("4: an offer of permessage-deflate is declined, and the connection works")
    void declinesCompression() throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            HttpAnswer answer = socket.upgrade(
                    "/ws?token=K", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("sec-websocket-extensions")).isNull();

            socket.writeText("{'type':'register','status':'ok','client_id':'plain'}");

            assertThat(new String(socket.readFrame().payload(), StandardCharsets.UTF_8))
                    .contains("\"type\":\"heartbeat\"");
        }
    }

    @Test
    @DisplayName("4: a frame that is compressed all the same is a protocol error")
    void refusesACompressedFrame() throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            socket.upgrade("/ws?token=K");

            socket.write(RawSocket.frame(0xC1, new byte[] {1, 2, 3}));

            assertThat(socket.readClose().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    @DisplayName("a REGISTER in one packet with the upgrade is heard")
    void hearsWhatComesWithTheUpgrade() throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            byte[] upgrade = RawSocket.upgradeRequest("/ws?token=K").getBytes(StandardCharsets.US_ASCII);
            byte[] register = RawSocket.frame(0x81, Json.bytes("{'type':'register','client_id':'hasty'}"));
            byte[] packet = Arrays.copyOf(upgrade, upgrade.length + register.length);
            System.arraycopy(register, 0, packet, upgrade.length, register.length);

            socket.write(packet);

            assertThat(socket.readAnswer().status()).isEqualTo(101);
            assertThat(Json.parse(socket.readFrame().payload()).path("status").asString())
                    .isEqualTo("ok");
        }
    }

    @Test
    @DisplayName("1.2: the server says nothing before the client does")
    void isSilentFirst() {
        try (WireClient client = server.connect()) {
            client.send("{'type':'register','status':'ok','client_id':'silent-first'}");

            client.expect("{'type':'heartbeat','status':'ok'}");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/wss", "/ws/device", "/api/health/ws"})
    @DisplayName("1.5: an upgrade elsewhere is 404")
    void refusesAnUpgradeElsewhere(String path) throws IOException {
        assertThat(upgrade(path + "?token=K").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("an upgrade from a foreign web page is 403, from a listed one 101")
    void checksTheOrigin() throws IOException {
        assertThat(upgrade("/ws?token=K", "Origin: https://evil.example").status())
                .isEqualTo(403);
        assertThat(upgrade("/ws?token=K", "Origin: https://console.example").status())
                .isEqualTo(101);
        assertThat(upgrade("/ws?token=K", "Origin: http://localhost").status()).isEqualTo(101);
    }

    @Test
    @DisplayName("an upgrade over the limit of connections is 503 with Retry-After; HTTP still gets in")
    void refusesMoreConnectionsThanTheLimit() throws IOException {
        try (TestServer small = TestServer.start(config -> config.withLimits(l -> l.withConnections(2)));
                WireClient first = small.device("D1");
                WireClient second = small.connect();
                RawSocket third = RawSocket.connect(small.address())) {
            HttpAnswer answer = third.upgrade("/ws?token=K");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(small.get("/api/health").status()).isEqualTo(200);

            first.leave();
            Eventually.that("a place is free", () -> {
                try (RawSocket again = RawSocket.connect(small.address())) {
                    return again.upgrade("/ws?token=K").status() == 101;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            second.send("{'type':'register','status':'ok','client_id':'D2'}").expect("{'type':'heartbeat'}");
        }
    }

    private static HttpAnswer upgrade(String target, String... headers) throws IOException {
        try (RawSocket socket = RawSocket.connect(server.address())) {
            return socket.upgrade(target, headers);
        }
    }
}
