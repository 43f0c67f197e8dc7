package io.agentserver.protocol.client;

import static io.agentserver.protocol.client.DeviceKit.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentserver.protocol.RawJson;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

/** How a device connects and registers, and what it says when nothing comes of it. */
@Timeout(60)
class DeviceClientRegistrationIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    final DeviceKit kit = new DeviceKit();

    @Test
    void registersAsContract29ShowsIt() throws Exception {
        kit.connecting(kit.device()
                .platform("linux")
                .systemInfo(RawJson.of("{\"device_id\":\"lab-pc-7\",\"cpu_count\":4}"))
                .metadata("site", RawJson.of("\"attic\""))
                .connect()
                .subscribe(kit.connected::add));

        ScriptedServer.Peer peer = kit.server.accept();

        assertThat(peer.receive())
                .isEqualTo("{\"type\":\"register\",\"status\":\"ok\",\"client_type\":\"device\",\"session_id\":null,"
                        + "\"task_name\":null,\"client_id\":\"lab-pc-7\",\"target_id\":null,\"request\":null,"
                        + "\"action_results\":null," + TIME + ",\"request_id\":null,\"prev_response_id\":null,"
                        + "\"error\":null,\"metadata\":{\"platform\":\"linux\",\"registration_time\":"
                        + "\"2026-02-03T08:00:00.000001+00:00\",\"system_info\":{\"device_id\":\"lab-pc-7\","
                        + "\"cpu_count\":4},\"site\":\"attic\"}}");
        assertThat(kit.connected).as("registered before the server confirmed").isEmpty();
        peer.send(Frames.CONFIRMED);
        assertThat(kit.connection().clientId()).isEqualTo("lab-pc-7");
    }

    @Test
    void sendsTheKeyAsTokenAndNoOrigin() throws Exception {
        kit.connecting(DeviceClient.create(kit.server.uri("/ws?zone=a"))
                .apiKey("s3cr&t key+ü")
                .connect()
                .subscribe(kit.connected::add));

        ScriptedServer.Peer peer = kit.server.accept();

        assertThat(peer.requestUri).isEqualTo("/ws?zone=a&token=s3cr%26t%20key%2B%C3%BC");
        assertThat(peer.headers.names())
                .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version");
    }

    @Test
    void bindsToTheLocalAddressItIsGiven() throws Exception {
        ScriptedServer.Peer peer = kit.connect(kit.device().localAddress(() -> new InetSocketAddress("127.0.0.9", 0)));

        assertThat(peer.remote.getAddress().getHostAddress()).isEqualTo("127.0.0.9");
    }

    @Test
    void refusedRegistrationCarriesTheServersText() throws Exception {
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        kit.connecting(kit.device().connect().subscribe(kit.connected::add, errors::add));
        ScriptedServer.Peer peer = kit.server.accept();
        peer.receive();

        peer.send(Frames.error("client_id 'lab-pc-7' is already registered"));

        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        RegistrationRefusedException.class,
                        e -> assertThat(e.serverText()).isEqualTo("client_id 'lab-pc-7' is already registered"));
    }

    @Test
    void takesWhateverComesFirstAsTheAnswerToItsRegistration() throws Exception {
        // Contract 1.7 and 8.1: a frame whose status is not ok makes a device give up the connection.
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        kit.connecting(kit.device().connect().subscribe(kit.connected::add, errors::add));
        ScriptedServer.Peer peer = kit.server.accept();
        peer.receive();

        peer.send(Frames.command("s", "r", "a"));

        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOf(RegistrationRefusedException.class)
                .hasMessageContaining("the server answered command/continue (expected: heartbeat/ok)");
    }

    @Test
    void wrongKeyIsATypedError() {
        kit.server.refuse(403, Map.of());

        UpgradeRefusedException refused = catchThrowableOfType(
                UpgradeRefusedException.class,
                () -> kit.device().apiKey("wr0ng").connect().block(SOON));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("HTTP 403").hasMessageContaining("Check the API key");
        assertThat(refused.getMessage()).doesNotContain("wr0ng");
    }

    @Test
    void fullServerSaysWhenToComeAgain() {
        kit.server.refuse(503, Map.of("Retry-After", "7"));

        UpgradeRefusedException refused = catchThrowableOfType(
                UpgradeRefusedException.class, () -> kit.device().connect().block(SOON));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void serverThatNeverAnswersTheUpgradeIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DeviceClient client = DeviceClient.create(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/ws"))
                    .upgradeTimeout(Duration.ofMillis(200));

            assertThatThrownBy(() -> client.connect().block(SOON))
                    .isInstanceOf(AipTimeoutException.class)
                    .hasMessageContaining("no answer within PT0.2S");
        }
    }

    @Test
    void whatSpeaksNoHttpIsNoServer() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
            kit.connecting(DeviceClient.create(URI.create("ws://127.0.0.1:" + other.getLocalPort() + "/ws"))
                    .connect()
                    .subscribe(kit.connected::add, errors::add));
            try (Socket socket = other.accept()) {
                socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(errors.poll(10, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void refusedTcpConnectionIsReportedAsSuch() {
        DeviceClient client = kit.device();
        kit.server.close();

        assertThatThrownBy(() -> client.connect().block(SOON)).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void connectionThatEndsBeforeTheRegistrationIsAnsweredIsLost() throws Exception {
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        kit.connecting(kit.device().connect().subscribe(kit.connected::add, errors::add));
        ScriptedServer.Peer peer = kit.server.accept();
        peer.receive();

        peer.close(1008, "Registration timed out");

        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("registration of 'lab-pc-7' unanswered: connection closed by the server: 1008"
                        + " Registration timed out");
    }

    @Test
    void cancelledConnectDropsTheConnection() throws Exception {
        Disposable connecting = kit.connecting(kit.device().connect().subscribe(kit.connected::add));
        ScriptedServer.Peer peer = kit.server.accept();
        peer.receive();

        connecting.dispose();

        assertThat(peer.closed().code()).isEqualTo(1006);
    }
}
