package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class DeviceClientIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T08:00:00.000001Z"), ZoneOffset.UTC);
    private static final String TIME = "\"timestamp\":\"2026-02-03T08:00:00.000001+00:00\"";
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final BlockingQueue<DeviceConnection> connected = new LinkedBlockingQueue<>();
    private ScriptedServer server;
    private Disposable connecting;

    @BeforeEach
    void startServer() {
        server = ScriptedServer.start();
    }

    @AfterEach
    void stopServer() {
        if (connecting != null) {
            connecting.dispose();
        }
        connected.forEach(Disposable::dispose);
        server.close();
    }

    private DeviceClient device() {
        return DeviceClient.create(server.uri()).clientId("lab-pc-7").clock(CLOCK);
    }

    private DeviceConnection connection() throws InterruptedException {
        DeviceConnection next = connected.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Connects in the background, registers, and gives the server's side of it. */
    private ScriptedServer.Peer connect(DeviceClient client) throws InterruptedException {
        connecting = client.connect().subscribe(connected::add);
        return server.accept().register();
    }

    private static String requestIdHidden(String json) {
        return json.replaceFirst("\"request_id\":\"" + UUID + "\"", "\"request_id\":\"#\"");
    }

    @Test
    void registersAsContract29ShowsIt() throws Exception {
        connecting = device().platform("linux")
                .systemInfo(RawJson.of("{\"device_id\":\"lab-pc-7\",\"cpu_count\":4}"))
                .metadata("site", RawJson.of("\"attic\""))
                .connect()
                .subscribe(connected::add);

        ScriptedServer.Peer peer = server.accept();

        assertThat(peer.receive())
                .isEqualTo("{\"type\":\"register\",\"status\":\"ok\",\"client_type\":\"device\",\"session_id\":null,"
                        + "\"task_name\":null,\"client_id\":\"lab-pc-7\",\"target_id\":null,\"request\":null,"
                        + "\"action_results\":null," + TIME + ",\"request_id\":null,\"prev_response_id\":null,"
                        + "\"error\":null,\"metadata\":{\"platform\":\"linux\",\"registration_time\":"
                        + "\"2026-02-03T08:00:00.000001+00:00\",\"system_info\":{\"device_id\":\"lab-pc-7\","
                        + "\"cpu_count\":4},\"site\":\"attic\"}}");
        assertThat(connected).as("registered before the server confirmed").isEmpty();
        peer.send(Frames.CONFIRMED);
        assertThat(connection().clientId()).isEqualTo("lab-pc-7");
    }

    @Test
    void sendsTheKeyAsTokenAndNoOrigin() throws Exception {
        connecting = DeviceClient.create(server.uri("/ws?zone=a"))
                .apiKey("s3cr&t key+ü")
                .connect()
                .subscribe(connected::add);

        ScriptedServer.Peer peer = server.accept();

        assertThat(peer.requestUri).isEqualTo("/ws?zone=a&token=s3cr%26t%20key%2B%C3%BC");
        assertThat(peer.headers.names())
                .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version");
    }

    @Test
    void bindsToTheLocalAddressItIsGiven() throws Exception {
        ScriptedServer.Peer peer = connect(device().localAddress(() -> new InetSocketAddress("127.0.0.9", 0)));

        assertThat(peer.remote.getAddress().getHostAddress()).isEqualTo("127.0.0.9");
    }

    @Test
    void answersCommandsInOrderAndSkipsTheRestAfterAFailure() throws Exception {
        // Contract 2.6 and 3.11.2.
        ScriptedServer.Peer peer = connect(device().onCommand((command, round) -> switch (command.toolName()) {
            case "good" -> Mono.just(Result.success(command.parameters(), "another id"));
            case "quiet" -> Mono.empty();
            default -> Mono.error(new IllegalStateException("no such \"tool\""));
        }));

        peer.send(Frames.command("s-1", "r-9", "good", "", "quiet", "bad", "good", "good"));

        assertThat(requestIdHidden(peer.receive()))
                .isEqualTo("{\"type\":\"command_results\",\"status\":\"continue\",\"client_type\":\"device\","
                        + "\"session_id\":\"s-1\",\"task_name\":null,\"client_id\":\"lab-pc-7\",\"target_id\":null,"
                        + "\"request\":null,\"action_results\":["
                        + "{\"status\":\"success\",\"error\":null,\"result\":{\"n\":0},\"namespace\":null,\"call_id\":\"k-0\"},"
                        + "{\"status\":\"success\",\"error\":\"\",\"result\":\"No action taken.\",\"namespace\":null,\"call_id\":\"k-1\"},"
                        + "{\"status\":\"success\",\"error\":null,\"result\":null,\"namespace\":null,\"call_id\":\"k-2\"},"
                        + "{\"status\":\"failure\",\"error\":\"no such \\\"tool\\\"\",\"result\":\"no such \\\"tool\\\"\",\"namespace\":null,\"call_id\":\"k-3\"},"
                        + "{\"status\":\"skipped\",\"error\":\"Skipped due to previous failure (early_exit=True).\",\"result\":null,\"namespace\":null,\"call_id\":\"k-4\"},"
                        + "{\"status\":\"skipped\",\"error\":\"Skipped due to previous failure (early_exit=True).\",\"result\":null,\"namespace\":null,\"call_id\":\"k-5\"}"
                        + "]," + TIME
                        + ",\"request_id\":\"#\",\"prev_response_id\":\"r-9\",\"error\":null,\"metadata\":null}");
    }

    @Test
    void executesOneCommandAtATimeAndAnswersPingsMeanwhile() throws Exception {
        // Contract 1.4 and 8.1: a COMMAND in progress delays everything after it, but not the pong.
        Sinks.One<Result> slow = Sinks.one();
        AtomicInteger started = new AtomicInteger();
        ScriptedServer.Peer peer = connect(device().onCommand((command, round) -> {
            started.incrementAndGet();
            return command.toolName().equals("slow") ? slow.asMono() : Mono.just(Result.success(null, null));
        }));

        peer.send(Frames.command("s-1", "r-1", "slow"));
        peer.send(Frames.command("s-2", "r-2", "quick"));
        peer.send(Frames.task("s-3", "r-3", "later", "wait"));
        peer.sendPing("still there?");

        assertThat(peer.pong()).isEqualTo("still there?");
        assertThat(started).hasValue(1);
        assertThat(peer.receivesNothing(Duration.ofMillis(100))).isTrue();
        slow.tryEmitValue(Result.success(null, null));
        assertThat(peer.receive()).contains("\"prev_response_id\":\"r-1\"");
        assertThat(peer.receive()).contains("\"prev_response_id\":\"r-2\"");
        assertThat(peer.receive()).contains("\"task_name\":\"later\"");
    }

    @Test
    void mayBlockInABlockingHandlerWhileTheConnectionGoesOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ScriptedServer.Peer peer = connect(device().onCommand(CommandHandler.blocking(command -> {
            try {
                assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Result.success(RawJson.ofString(command.toolName()), null);
        })));

        peer.send(Frames.command("s-1", "r-1", "ls"));
        peer.sendPing("p");

        assertThat(peer.pong()).isEqualTo("p");
        release.countDown();
        assertThat(peer.receive()).contains("\"result\":\"ls\"");
    }

    @Test
    void refusesCommandsBeyondItsQueueWithFailures() throws Exception {
        ScriptedServer.Peer peer = connect(device().maxWaitingCommands(1).onCommand((command, round) -> Mono.never()));

        peer.send(Frames.command("s-1", "r-1", "a"));
        peer.send(Frames.command("s-1", "r-2", "b"));
        peer.send(Frames.command("s-1", "r-3", "c", "d"));

        assertThat(peer.receive())
                .contains("\"prev_response_id\":\"r-3\"")
                .contains("{\"status\":\"failure\",\"error\":\"Device is busy: 1 requests wait (expected: at most 1)\"")
                .contains("\"call_id\":\"k-0\"")
                .contains("\"call_id\":\"k-1\"");
    }

    @Test
    void failsCommandsWhenItHasNoHandler() throws Exception {
        ScriptedServer.Peer peer = connect(device());

        peer.send(Frames.command("s-1", "r-1", "a"));

        assertThat(peer.receive()).contains("\"error\":\"no tool 'a': this device has no command handler\"");
    }

    @Test
    void answersATaskWithItsOwnTaskWithoutSession() throws Exception {
        // Contract 3.10.2.
        ScriptedServer.Peer peer = connect(device().platform("linux"));

        peer.send(Frames.task("s-1", "r-1", "nightly", "count the log files"));

        assertThat(requestIdHidden(peer.receive()))
                .isEqualTo("{\"type\":\"task\",\"status\":\"continue\",\"client_type\":\"device\",\"session_id\":null,"
                        + "\"task_name\":\"nightly\",\"client_id\":\"lab-pc-7\",\"target_id\":null,"
                        + "\"request\":\"count the log files\",\"action_results\":null," + TIME
                        + ",\"request_id\":\"#\",\"prev_response_id\":null,\"error\":null,"
                        + "\"metadata\":{\"platform\":\"linux\"}}");
    }

    @Test
    void namesATaskThatCameWithoutAName() throws Exception {
        ScriptedServer.Peer peer = connect(device());

        peer.send(Frames.task("s-1", "r-1", null, "count"));

        assertThat(peer.receive()).containsPattern("\"task_name\":\"" + UUID + "\"");
    }

    @Test
    void doesATaskByItselfInTheSimpleFlow() throws Exception {
        ScriptedServer.Peer peer =
                connect(device().onTask(task -> task.userRequest().equals("good")
                        ? Mono.just(Result.success(RawJson.of("[1]"), null))
                        : Mono.error(new IllegalStateException("cannot"))));

        peer.send(Frames.task("s-1", "r-1", "a", "good"));
        peer.send(Frames.task("s-2", "r-2", "b", "bad"));

        assertThat(peer.receive())
                .contains("\"type\":\"command_results\"")
                .contains("\"session_id\":\"s-1\"")
                .contains("\"prev_response_id\":\"r-1\"")
                .contains("\"result\":[1]");
        assertThat(peer.receive())
                .contains("\"type\":\"task_end\",\"status\":\"completed\"")
                .contains("\"session_id\":\"s-1\"")
                .contains("\"error\":null");
        assertThat(peer.receive()).contains("\"prev_response_id\":\"r-2\"").contains("\"status\":\"failure\"");
        assertThat(peer.receive())
                .contains("\"type\":\"task_end\",\"status\":\"failed\"")
                .contains("\"session_id\":\"s-2\"")
                .contains("\"error\":\"cannot\"");
    }

    @Test
    void asksForATaskOfItsOwnAndGetsItsEnd() throws Exception {
        ScriptedServer.Peer peer = connect(device());
        BlockingQueue<TaskOutcome> outcomes = new LinkedBlockingQueue<>();
        Disposable task = connection().requestTask("tidy up", "tidy").subscribe(outcomes::add);

        String sent = peer.receive();
        String sessionId = RawJson.of(sent).member("session_id").stringValue();
        peer.send(Frames.heartbeat(sessionId));
        peer.send(Frames.taskEnd("another", "failed", "null", "not mine"));
        peer.send(Frames.taskEnd(sessionId, "completed", "[{\"n\":1}]", null));

        assertThat(sent).contains("\"task_name\":\"tidy\"").contains("\"request\":\"tidy up\"");
        TaskOutcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.sessionId()).isEqualTo(sessionId);
        assertThat(outcome.result()).isEqualTo(RawJson.of("[{\"n\":1}]"));
        assertThat(task.isDisposed()).isTrue();
    }

    @Test
    void deliversEveryMessageToThoseWhoSubscribedWhenItWasEmitted() throws Exception {
        BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
        connecting = device().connect().flatMapMany(AipConnection::messages).subscribe(messages::add);
        ScriptedServer.Peer peer = server.accept();
        peer.receive();

        peer.send(Frames.CONFIRMED);
        peer.send(Frames.error("one"));
        peer.sendBinary(Frames.error("two"));
        peer.send("{\"type\":\"nonsense\",\"status\":\"ok\"}");
        peer.sendFragments(Frames.error("drei äöü € \uD83D\uDE00"), 1);

        for (String text : List.of("one", "two", "drei äöü € \uD83D\uDE00")) {
            ServerMessage message = messages.poll(10, TimeUnit.SECONDS);
            assertThat(message.type()).isEqualTo(ServerMessageType.ERROR);
            assertThat(((ServerMessage.Error) message).error()).isEqualTo(text);
        }
    }

    @Test
    void refusedRegistrationCarriesTheServersText() throws Exception {
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        connecting = device().connect().subscribe(connected::add, errors::add);
        ScriptedServer.Peer peer = server.accept();
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
        connecting = device().connect().subscribe(connected::add, errors::add);
        ScriptedServer.Peer peer = server.accept();
        peer.receive();

        peer.send(Frames.command("s", "r", "a"));

        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOf(RegistrationRefusedException.class)
                .hasMessageContaining("the server answered command/continue (expected: heartbeat/ok)");
    }

    @Test
    void wrongKeyIsATypedError() {
        server.refuse(403, Map.of());

        UpgradeRefusedException refused = catchThrowableOfType(
                UpgradeRefusedException.class,
                () -> device().apiKey("wr0ng").connect().block(SOON));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("HTTP 403").hasMessageContaining("Check the API key");
        assertThat(refused.getMessage()).doesNotContain("wr0ng");
    }

    @Test
    void fullServerSaysWhenToComeAgain() {
        server.refuse(503, Map.of("Retry-After", "7"));

        UpgradeRefusedException refused = catchThrowableOfType(
                UpgradeRefusedException.class, () -> device().connect().block(SOON));

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
            connecting = DeviceClient.create(URI.create("ws://127.0.0.1:" + other.getLocalPort() + "/ws"))
                    .connect()
                    .subscribe(connected::add, errors::add);
            try (Socket socket = other.accept()) {
                socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(errors.poll(10, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void everySendHasAnOutcomeWhenTheConnectionEndsMeanwhile() throws Exception {
        for (int round = 0; round < 20; round++) {
            ScriptedServer.Peer peer = connect(device().clientId("d" + round));
            DeviceConnection connection = connection();
            Mono<Long> sends = Flux.range(0, 4)
                    .flatMap(sender -> Flux.range(0, 200)
                            .concatMap(i -> connection
                                    .heartbeat()
                                    .onErrorResume(ConnectionLostException.class, e -> Mono.empty()))
                            .then(Mono.just(1))
                            .subscribeOn(Schedulers.parallel()))
                    .count();
            BlockingQueue<Object> done = new LinkedBlockingQueue<>();
            sends.subscribe(done::add, done::add);
            peer.receive();

            if (round % 2 == 0) {
                peer.drop();
            } else {
                connection.dispose();
            }

            assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo(4L);
        }
    }

    @Test
    void refusedTcpConnectionIsReportedAsSuch() {
        DeviceClient client = device();
        server.close();

        assertThatThrownBy(() -> client.connect().block(SOON)).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void connectionThatEndsBeforeTheRegistrationIsAnsweredIsLost() throws Exception {
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        connecting = device().connect().subscribe(connected::add, errors::add);
        ScriptedServer.Peer peer = server.accept();
        peer.receive();

        peer.close(1008, "Registration timed out");

        assertThat(errors.poll(10, TimeUnit.SECONDS))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("registration of 'lab-pc-7' unanswered: connection closed by the server: 1008"
                        + " Registration timed out");
    }

    @Test
    void cancelledConnectDropsTheConnection() throws Exception {
        connecting = device().connect().subscribe(connected::add);
        ScriptedServer.Peer peer = server.accept();
        peer.receive();

        connecting.dispose();

        assertThat(peer.closed().code()).isEqualTo(1006);
    }

    @Test
    void reconnectsAfterAServersCloseAndRegistersAfresh() throws Exception {
        // Contract 8.1, with a shorter pause.
        connecting = device().reconnect(ReconnectSchedule.fixed(Duration.ofMillis(20), 3))
                .connections()
                .subscribe(connected::add);

        ScriptedServer.Peer peer = server.accept().register();
        DeviceConnection first = connection();
        peer.close(1001, "going away");
        peer = server.accept().register();
        DeviceConnection second = connection();
        peer.drop();
        server.accept().register();
        DeviceConnection third = connection();

        assertThat(first.closed().block(SOON))
                .isEqualTo(new CloseInfo(1001, "going away", CloseInfo.Origin.SERVER, null));
        assertThat(second.closed().block(SOON).code()).isEqualTo(1006);
        assertThat(third.isDisposed()).isFalse();
    }

    @Test
    void cancelledRunClosesWithACloseFrame() throws Exception {
        Disposable run = device().run().subscribe();
        ScriptedServer.Peer peer = server.accept().register();
        peer.send(Frames.task("s", "r", "n", "x"));
        peer.receive();

        run.dispose();

        assertThat(peer.closed().code()).isEqualTo(1000);
        assertThat(server.hasNoFurtherConnection(Duration.ofMillis(100))).isTrue();
    }

    @Test
    void givesUpWithTheLastFailure() {
        server.refuse(403, Map.of());

        assertThatThrownBy(() -> device().reconnect(ReconnectSchedule.fixed(Duration.ofMillis(1), 2))
                        .run()
                        .block(SOON))
                .isInstanceOfSatisfying(ReconnectFailedException.class, e -> {
                    assertThat(e.failures()).isEqualTo(3);
                    assertThat(e).hasCauseInstanceOf(UpgradeRefusedException.class);
                });
    }

    @Test
    void closeCompletesWhenTheServerHasAnswered() throws Exception {
        ScriptedServer.Peer peer = connect(device());
        DeviceConnection connection = connection();

        connection.close().block(SOON);

        assertThat(peer.closed().code()).isEqualTo(1000);
        assertThat(connection.isDisposed()).isTrue();
        assertThat(connection.closed().block(SOON).origin()).isEqualTo(CloseInfo.Origin.CLIENT);
        assertThatThrownBy(() -> connection.heartbeat().block(SOON)).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void messagesOf20MebibytesPassInBothDirections() throws Exception {
        String large = "x".repeat(20 * 1024 * 1024);
        BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
        ScriptedServer.Peer peer = connect(
                device().onCommand((command, round) -> Mono.just(Result.success(RawJson.ofString(large), null))));
        DeviceConnection connection = connection();
        connection
                .messages()
                .filter(m -> m.type() == ServerMessageType.TASK_END)
                .subscribe(messages::add);
        // The subscription hops to the event loop; so does this, behind it.
        connection.heartbeat().block(SOON);
        peer.receive();

        peer.send(Frames.command("s-1", "r-1", "screenshot"));
        String results = peer.receive();
        peer.send(Frames.taskEnd("s-1", "completed", '"' + large + '"', null));
        ServerMessage.TaskEnd end = (ServerMessage.TaskEnd) messages.poll(30, TimeUnit.SECONDS);

        assertThat(results.length()).isGreaterThan(large.length());
        assertThat(results).startsWith("{\"type\":\"command_results\"").endsWith("\"metadata\":null}");
        assertThat(results.indexOf(large)).isPositive();
        assertThat(end.header().status()).isEqualTo(MessageStatus.COMPLETED);
        assertThat(end.result().lengthBytes()).isEqualTo(large.length() + 2);
        peer.sendFragments(Frames.taskEnd("s-2", "completed", '"' + large + '"', null), 1 << 20);
        end = (ServerMessage.TaskEnd) messages.poll(30, TimeUnit.SECONDS);
        assertThat(end.result().lengthBytes()).isEqualTo(large.length() + 2);
    }

    @Test
    void largerMessageThanAllowedClosesWith1009() throws Exception {
        ScriptedServer.Peer peer = connect(device().maxMessageBytes(1000));
        DeviceConnection connection = connection();

        peer.send(Frames.error("x".repeat(1000)));

        CloseInfo info = connection.closed().block(SOON);
        assertThat(info.code()).isEqualTo(1009);
        assertThat(info.origin()).isEqualTo(CloseInfo.Origin.CLIENT);
        assertThat(peer.closed().code()).isEqualTo(1009);
    }

    @Test
    void resultsThatAreTooLargeBecomeFailures() throws Exception {
        ScriptedServer.Peer peer = connect(device().maxMessageBytes(2000)
                .onCommand((command, round) -> Mono.just(Result.success(RawJson.ofString("x".repeat(2000)), null))));

        peer.send(Frames.command("s-1", "r-1", "big"));

        assertThat(peer.receive())
                .contains("\"prev_response_id\":\"r-1\"")
                .contains("\"status\":\"failure\"")
                .contains("bytes (expected: at most 2000)");
    }

    @Test
    void commandInProgressIsCancelledWhenTheConnectionEnds() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        ScriptedServer.Peer peer = connect(
                device().onCommand((command, round) -> Mono.<Result>never().doOnCancel(cancelled::countDown)));
        peer.send(Frames.command("s-1", "r-1", "a"));
        peer.sendPing("arrived");
        peer.pong();

        peer.drop();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
