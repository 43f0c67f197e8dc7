package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What passes over the connection of a registered device, how it ends, and what comes after it. */
@Timeout(60)
class DeviceClientConnectionIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    final DeviceKit kit = new DeviceKit();

    @Test
    void deliversEveryMessageToThoseWhoSubscribedWhenItWasEmitted() throws Exception {
        BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();
        kit.connecting(
                kit.device().connect().flatMapMany(AipConnection::messages).subscribe(messages::add));
        ScriptedServer.Peer peer = kit.server.accept();
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
    void everySendHasAnOutcomeWhenTheConnectionEndsMeanwhile() throws Exception {
        for (int round = 0; round < 20; round++) {
            ScriptedServer.Peer peer = kit.connect(kit.device().clientId("d" + round));
            DeviceConnection connection = kit.connection();
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
    void reconnectsAfterAServersCloseAndRegistersAfresh() throws Exception {
        // Contract 8.1, with a shorter pause.
        kit.connecting(kit.device()
                .reconnect(ReconnectSchedule.fixed(Duration.ofMillis(20), 3))
                .connections()
                .subscribe(kit.connected::add));

        ScriptedServer.Peer peer = kit.server.accept().register();
        DeviceConnection first = kit.connection();
        peer.close(1001, "going away");
        peer = kit.server.accept().register();
        DeviceConnection second = kit.connection();
        peer.drop();
        kit.server.accept().register();
        DeviceConnection third = kit.connection();

        assertThat(first.closed().block(SOON))
                .isEqualTo(new CloseInfo(1001, "going away", CloseInfo.Origin.SERVER, null));
        assertThat(second.closed().block(SOON).code()).isEqualTo(1006);
        assertThat(third.isDisposed()).isFalse();
    }

    @Test
    void cancelledRunClosesWithACloseFrame() throws Exception {
        Disposable run = kit.device().run().subscribe();
        ScriptedServer.Peer peer = kit.server.accept().register();
        peer.send(Frames.task("s", "r", "n", "x"));
        peer.receive();

        run.dispose();

        assertThat(peer.closed().code()).isEqualTo(1000);
        assertThat(kit.server.hasNoFurtherConnection(Duration.ofMillis(100))).isTrue();
    }

    @Test
    void givesUpWithTheLastFailure() {
        kit.server.refuse(403, Map.of());

        assertThatThrownBy(() -> kit.device()
                        .reconnect(ReconnectSchedule.fixed(Duration.ofMillis(1), 2))
                        .run()
                        .block(SOON))
                .isInstanceOfSatisfying(ReconnectFailedException.class, e -> {
                    assertThat(e.failures()).isEqualTo(3);
                    assertThat(e).hasCauseInstanceOf(UpgradeRefusedException.class);
                });
    }

    @Test
    void closeCompletesWhenTheServerHasAnswered() throws Exception {
        ScriptedServer.Peer peer = kit.connect(kit.device());
        DeviceConnection connection = kit.connection();

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
        ScriptedServer.Peer peer = kit.connect(
                kit.device().onCommand((command, round) -> Mono.just(Result.success(RawJson.ofString(large), null))));
        DeviceConnection connection = kit.connection();
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
        ScriptedServer.Peer peer = kit.connect(kit.device().maxMessageBytes(1000));
        DeviceConnection connection = kit.connection();

        peer.send(Frames.error("x".repeat(1000)));

        CloseInfo info = connection.closed().block(SOON);
        assertThat(info.code()).isEqualTo(1009);
        assertThat(info.origin()).isEqualTo(CloseInfo.Origin.CLIENT);
        assertThat(peer.closed().code()).isEqualTo(1009);
    }
}
