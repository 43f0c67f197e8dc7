package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LiveDeviceTest {

    @RegisterExtension
    private final EmbeddedConnection.Extension embedded = new EmbeddedConnection.Extension();

    private EmbeddedConnection<DeviceConnection> device() {
        return embedded.device(client -> client).confirm();
    }

    private static CloseInfo info(EmbeddedConnection<?> embedded) {
        return embedded.registered.get(0).closed().block();
    }

    @Test
    void sendsHeartbeatsEvery120SecondsAndPingsEvery20() {
        // Contract 1.4.
        EmbeddedConnection<DeviceConnection> device = embedded.device(
                        client -> client.pings(Duration.ofSeconds(20), Duration.ofSeconds(180))
                                .heartbeats(Duration.ofSeconds(120), Duration.ofSeconds(120)))
                .confirm();
        List<String> sent = new ArrayList<>();
        for (int second = 1; second <= 241; second++) {
            device.pass(Duration.ofSeconds(1));
            device.receive(new PongWebSocketFrame());
            for (String next : device.allSent()) {
                sent.add(second
                        + (next.startsWith("ping") ? "p" : next.startsWith("{\"type\":\"heartbeat\"") ? "h" : next));
            }
        }

        assertThat(sent)
                .containsExactly(
                        "20p", "40p", "60p", "80p", "100p", "120h", "120p", "140p", "160p", "180p", "200p", "220p",
                        "240h", "240p");
    }

    @Test
    void realScheduleIsTheDefault() {
        ClientConfig config = ClientConfig.device(new Endpoint(EmbeddedConnection.URI_OF_NOTHING, null));

        assertThat(config.pingInterval).hasSeconds(20);
        assertThat(config.pongTimeout).hasSeconds(180);
        assertThat(config.firstHeartbeat).hasSeconds(120);
        assertThat(config.heartbeatInterval).hasSeconds(120);
        assertThat(config.maxMessageBytes).isEqualTo(104_857_600);
        assertThat(config.closeTimeout).hasSeconds(10);
        assertThat(config.clientId).isEqualTo("client_001");
        assertThat(config.reconnect.pause(4)).contains(Duration.ofSeconds(16));
        assertThat(config.reconnect.pause(5)).isEmpty();
    }

    @Test
    void closesWith1011WhenNoPongComes() {
        EmbeddedConnection<DeviceConnection> device = embedded.device(
                        client -> client.pings(Duration.ofSeconds(20), Duration.ofSeconds(50)))
                .confirm();

        device.pass(Duration.ofSeconds(69));
        assertThat(device.allSent()).containsExactly("ping ", "ping ", "ping ");
        device.pass(Duration.ofSeconds(1));

        assertThat(device.allSent()).last().isEqualTo("close 1011 keepalive ping timeout");
        device.pass(Duration.ofSeconds(10));
        assertThat(device.channel.isActive()).as("after the close timeout").isFalse();
        assertThat(info(device)).isEqualTo(CloseInfo.byClient(1011, "keepalive ping timeout"));
    }

    @Test
    void givesUpAnUnansweredRegistration() {
        EmbeddedConnection<DeviceConnection> device =
                embedded.device(client -> client.registrationTimeout(Duration.ofSeconds(30)));

        device.pass(Duration.ofMillis(29_999));
        assertThat(device.errors).isEmpty();
        device.pass(Duration.ofMillis(1));

        assertThat(device.errors)
                .singleElement()
                .isInstanceOf(AipTimeoutException.class)
                .asString()
                .contains("registration of 'client_001' at ws://localhost:5000/ws: no answer within PT30S");
        assertThat(device.channel.isActive()).isFalse();
    }

    @Test
    void failsATaskThatDoesNotEnd() {
        EmbeddedConnection<DeviceConnection> device = device();
        List<Throwable> errors = new ArrayList<>();
        device.connection().requestTask("tidy", null).subscribe(outcome -> {}, errors::add);

        device.pass(Duration.ofSeconds(999));
        assertThat(errors).isEmpty();
        device.pass(Duration.ofSeconds(1));

        assertThat(errors).singleElement().isInstanceOf(AipTimeoutException.class);
    }

    @Test
    void answersPingsWithTheirPayload() {
        EmbeddedConnection<DeviceConnection> device = device();

        device.receive(new PingWebSocketFrame(Unpooled.copiedBuffer("abc", StandardCharsets.UTF_8)));

        assertThat(device.allSent()).containsExactly("pong abc");
    }

    @Test
    void answersACloseAndLeavesTheEndToTheServer() {
        EmbeddedConnection<DeviceConnection> device = device();

        device.receive(new CloseWebSocketFrame(1001, "going away"));

        assertThat(device.allSent()).containsExactly("close 1001 ");
        assertThat(device.channel.isActive()).isTrue();
        device.pass(Duration.ofSeconds(10));
        assertThat(device.channel.isActive()).isFalse();
        assertThat(info(device)).isEqualTo(CloseInfo.byServer(1001, "going away"));
    }

    @Test
    void closeWithoutCodeIs1005() {
        EmbeddedConnection<DeviceConnection> device = device();

        device.receive(new CloseWebSocketFrame());
        device.channel.close();

        assertThat(info(device).code()).isEqualTo(1005);
    }

    @Test
    void ignoresWhatFollowsAClose() {
        AtomicInteger executed = new AtomicInteger();
        EmbeddedConnection<DeviceConnection> device = embedded.device(client -> client.onCommand((c, r) -> {
                    executed.incrementAndGet();
                    return Mono.empty();
                }))
                .confirm();

        device.receive(new CloseWebSocketFrame(1001, "going away"));
        device.receive(Frames.command("s", "r", "a"));

        assertThat(executed).hasValue(0);
    }

    @Test
    void messageOverTheLimitInFragmentsClosesWith1009() {
        EmbeddedConnection<DeviceConnection> device =
                embedded.device(client -> client.maxMessageBytes(1000)).confirm();

        device.receive(new TextWebSocketFrame(false, 0, "x".repeat(900)));
        device.receive(new ContinuationWebSocketFrame(false, 0, "x".repeat(101)));
        device.receive(new ContinuationWebSocketFrame(true, 0, "x"));

        assertThat(device.allSent()).containsExactly("close 1009 message over 1000 bytes");
    }

    @Test
    void invalidUtf8ClosesWith1007() {
        EmbeddedConnection<DeviceConnection> device = device();

        device.receive(new TextWebSocketFrame(Unpooled.wrappedBuffer(
                "{\"type\":\"".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xC3, '"'})));

        assertThat(device.allSent()).containsExactly("close 1007 invalid UTF-8");
    }

    @Test
    void dropsWhatIsNoMessageAndTellsTheListener() {
        // Contract 2.1: logged and dropped, no reply.
        List<String> faults = new ArrayList<>();
        EmbeddedConnection<DeviceConnection> device = embedded.device(client -> client.listener(new ClientListener() {
                    @Override
                    public void unreadable(AipConnection connection, AipFormatException fault, long nanoTime) {
                        faults.add(fault.getMessage());
                    }
                }))
                .confirm();

        device.receive("not JSON");
        device.receive("{\"type\":\"heartbeat\"}");

        assertThat(faults).hasSize(2).first().asString().isEqualTo("Invalid message: not JSON");
        assertThat(device.allSent()).isEmpty();
        assertThat(device.channel.isActive()).isTrue();
    }

    @Test
    void refusesToSendWhenTooMuchWaits() {
        // Nothing is written while the channel does not flush: the outbox of a server that stopped reading.
        EmbeddedConnection<DeviceConnection> device =
                embedded.device(client -> client.maxOutboxBytes(1000)).confirm();
        ClientMessage error = new ClientMessage.Error(
                new ClientHeader(MessageStatus.ERROR, null, "client_001", null, null), "x".repeat(1000));
        List<String> outcomes = new ArrayList<>();
        device.channel.pipeline().addFirst(new StuckWrites());

        for (int i = 0; i < 3; i++) {
            device.connection()
                    .send(error)
                    .subscribe(v -> {}, e -> outcomes.add(e.getClass().getSimpleName()), () -> outcomes.add("sent"));
        }

        assertThat(outcomes).containsExactly("OutboxFullException", "OutboxFullException");
    }

    @Test
    void refusesToSendWhatIsTooLarge() {
        EmbeddedConnection<DeviceConnection> device =
                embedded.device(client -> client.maxMessageBytes(1000)).confirm();
        ClientMessage error = new ClientMessage.Error(
                new ClientHeader(MessageStatus.ERROR, null, "client_001", null, null), "x".repeat(1000));

        StepVerifier.create(device.connection().send(error)).verifyError(MessageTooLargeException.class);
        assertThat(device.allSent()).isEmpty();
    }

    @Test
    void stopsKnockingAtAServerThatSendsPingsAndDoesNotRead() {
        EmbeddedConnection<DeviceConnection> device = device();
        StuckWrites stuck = new StuckWrites();
        device.channel.pipeline().addFirst(stuck);

        for (int i = 0; i < 100; i++) {
            device.receive(new PingWebSocketFrame());
        }

        assertThat(stuck.frames()).isEqualTo(16);
    }

    @Test
    void subscriberTooFarBehindFailsAloneAndTheRestGoesOn() {
        EmbeddedConnection<DeviceConnection> device = device();
        List<ServerMessage> all = new ArrayList<>();
        device.connection().messages().subscribe(all::add);
        StepVerifier slow = StepVerifier.create(device.connection().messages(), 0)
                .expectSubscription()
                .then(() -> {
                    for (int i = 0; i <= MessageFan.CAPACITY; i++) {
                        device.receive(Frames.error("e" + i));
                    }
                })
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(MessageFan.CAPACITY)
                .expectErrorMatches(reactor.core.Exceptions::isOverflow)
                .verifyLater();

        slow.verify();
        device.receive(Frames.error("last"));

        assertThat(all).hasSize(MessageFan.CAPACITY + 2);
    }

    @Test
    void messagesCompleteWithTheConnection() {
        EmbeddedConnection<DeviceConnection> device = device();

        StepVerifier.create(device.connection().messages())
                .then(() -> device.receive(Frames.error("e")))
                .expectNextCount(1)
                .then(device.channel::close)
                .verifyComplete();
        StepVerifier.create(device.connection().messages()).verifyComplete();
    }

    @Test
    void manyCommandsDoneAtOnceDoNotDeepenTheStack() {
        Sinks.One<Result> first = Sinks.one();
        EmbeddedConnection<DeviceConnection> device = embedded.device(client -> client.maxWaitingCommands(20_000)
                        .onCommand(
                                (command, round) -> command.toolName().equals("slow") ? first.asMono() : Mono.empty()))
                .confirm();
        device.receive(Frames.command("s", "r", "slow"));
        for (int i = 0; i < 20_000; i++) {
            device.receive(Frames.command("s", "r" + i, "quick"));
        }

        first.tryEmitEmpty();

        assertThat(device.allSent()).hasSize(20_001).last().asString().contains("\"prev_response_id\":\"r19999\"");
    }

    @Test
    void listenerSeesEverythingInOrderWithItsTime() {
        List<String> seen = new ArrayList<>();
        EmbeddedConnection<DeviceConnection> device =
                embedded.device(client -> client.listener(new RecordingListener(seen)));

        device.confirm();
        device.connection().heartbeat().subscribe();
        device.receive(Frames.CONFIRMED);
        device.channel.close();

        assertThat(seen)
                .containsExactly(
                        "upgraded",
                        "sent REGISTER",
                        "received HEARTBEAT",
                        "registered",
                        "sent HEARTBEAT",
                        "received HEARTBEAT",
                        "closed 1006");
    }

    @Test
    void listenerThatThrowsChangesNothing() {
        EmbeddedConnection<DeviceConnection> device = embedded.device(client -> client.listener(new ClientListener() {
            @Override
            public void received(AipConnection connection, ServerMessage message, int bytes, long nanoTime) {
                throw new IllegalStateException("a bug");
            }
        }));

        device.confirm();

        assertThat(device.registered).hasSize(1);
    }

    @Test
    void refusesTwoTasksUnderOneSessionId() {
        EmbeddedConnection<DeviceConnection> device = device();
        TaskRequest request = TaskRequest.of("tidy").withSessionId("s-1");
        device.connection().task(request).subscribe(outcome -> {}, e -> {});

        assertThatThrownBy(() -> device.connection().task(request).block())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sessionId: 's-1' is awaited on this connection already (expected: another one)");
    }
}
