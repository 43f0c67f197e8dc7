package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(60)
class ConstellationClientIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private ScriptedServer server;

    @BeforeEach
    void startServer() {
        server = ScriptedServer.start();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private ConstellationClient galaxy() {
        return ConstellationClient.create(server.uri())
                .clientId("night_run@lab-pc-7")
                .targetId("lab-pc-7");
    }

    @Test
    void readsDeviceInfoRunsATaskAndCloses() throws Exception {
        BlockingQueue<Object> results = new LinkedBlockingQueue<>();
        galaxy().connect()
                .flatMap(galaxy -> galaxy.deviceInfo()
                        .doOnNext(results::add)
                        .then(galaxy.task("night_run@t3", "galaxy/night_run/t3", "count the log files"))
                        .doOnNext(results::add)
                        .then(galaxy.close()))
                .subscribe(nothing -> {}, results::add, () -> results.add("done"));
        ScriptedServer.Peer peer = server.accept().register();

        String asked = peer.receiveSkippingHeartbeats();
        peer.send(Frames.deviceInfo(RawJson.of(asked).member("request_id").stringValue(), "{\"platform\":\"linux\"}"));
        peer.receiveSkippingHeartbeats();
        peer.send(Frames.heartbeat("night_run@t3"));
        peer.send(Frames.taskEnd("night_run@t3", "completed", "[{\"result\":\"1 file\"}]", null));

        assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(RawJson.of("{\"platform\":\"linux\"}"));
        assertThat((TaskOutcome) results.poll(10, TimeUnit.SECONDS)).satisfies(outcome -> {
            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.result()).isEqualTo(RawJson.of("[{\"result\":\"1 file\"}]"));
        });
        assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(peer.closed().code()).isEqualTo(1000);
    }

    @Test
    void registersAgainUnderTheSameIdAfterALoss() throws Exception {
        // Contract 8.2: each reconnect is a fresh REGISTER with the same id.
        List<String> seen = new ArrayList<>();
        Flux<ConstellationConnection> connections = galaxy().heartbeats(Duration.ZERO, Duration.ZERO)
                .reconnect(ReconnectSchedule.fixed(Duration.ofMillis(10), 1))
                .listener(new RecordingListener(seen))
                .connections();
        Mono<List<ConstellationConnection>> two = connections.take(2).collectList();
        BlockingQueue<List<ConstellationConnection>> done = new LinkedBlockingQueue<>();
        two.subscribe(done::add);

        ScriptedServer.Peer first = server.accept().register();
        first.close(1001, "going away");
        ScriptedServer.Peer second = server.accept();
        assertThat(second.receive()).contains("\"client_id\":\"night_run@lab-pc-7\"");
        second.send(Frames.CONFIRMED);

        List<ConstellationConnection> both = done.poll(10, TimeUnit.SECONDS);
        assertThat(both).hasSize(2);
        assertThat(both.get(0).closed().block(SOON).code()).isEqualTo(1001);
        // take(2) cancels after the second one, which closes it.
        assertThat(second.closed().code()).isEqualTo(1000);
        both.get(1).closed().block(SOON);
        assertThat(seen)
                .containsExactly(
                        "connecting",
                        "upgraded",
                        "sent REGISTER",
                        "received HEARTBEAT",
                        "registered",
                        "closed 1001",
                        "connecting",
                        "upgraded",
                        "sent REGISTER",
                        "received HEARTBEAT",
                        "registered",
                        "closed 1000");
    }

    @Test
    void listenerHearsOfAFailedAttempt() {
        List<String> seen = new ArrayList<>();
        server.refuse(503, java.util.Map.of());

        Throwable failure = galaxy().listener(new RecordingListener(seen))
                .connect()
                .map(connection -> (Throwable) new AssertionError("connected"))
                .onErrorResume(Mono::just)
                .block(SOON);

        assertThat(failure).isInstanceOf(UpgradeRefusedException.class);
        assertThat(seen).containsExactly("connecting", "failed UpgradeRefusedException");
    }

    @Test
    void withoutAnIdItSaysWhatIsMissing() {
        Throwable failure = ConstellationClient.create(server.uri())
                .connect()
                .map(connection -> (Throwable) new AssertionError("connected"))
                .onErrorResume(Mono::just)
                .block(SOON);

        assertThat(failure).hasMessageStartingWith("clientId: not set (expected: an id such as night_run@lab-pc-7)");
    }
}
