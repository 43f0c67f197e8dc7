package io.agentserver.protocol.client;

import static io.agentserver.protocol.client.DeviceKit.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How a device does the commands and tasks it is sent, and asks for tasks of its own. */
@Timeout(60)
class DeviceClientWorkIT {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @RegisterExtension
    final DeviceKit kit = new DeviceKit();

    private static String requestIdHidden(String json) {
        return json.replaceFirst("\"request_id\":\"" + UUID + "\"", "\"request_id\":\"#\"");
    }

    @Test
    void answersCommandsInOrderAndSkipsTheRestAfterAFailure() throws Exception {
        // Contract 2.6 and 3.11.2.
        ScriptedServer.Peer peer = kit.connect(kit.device().onCommand((command, round) -> switch (command.toolName()) {
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
        ScriptedServer.Peer peer = kit.connect(kit.device().onCommand((command, round) -> {
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
        ScriptedServer.Peer peer = kit.connect(kit.device().onCommand(CommandHandler.blocking(command -> {
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
        ScriptedServer.Peer peer =
                kit.connect(kit.device().maxWaitingCommands(1).onCommand((command, round) -> Mono.never()));

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
        ScriptedServer.Peer peer = kit.connect(kit.device());

        peer.send(Frames.command("s-1", "r-1", "a"));

        assertThat(peer.receive()).contains("\"error\":\"no tool 'a': this device has no command handler\"");
    }

    @Test
    void answersATaskWithItsOwnTaskWithoutSession() throws Exception {
        // Contract 3.10.2.
        ScriptedServer.Peer peer = kit.connect(kit.device().platform("linux"));

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
        ScriptedServer.Peer peer = kit.connect(kit.device());

        peer.send(Frames.task("s-1", "r-1", null, "count"));

        assertThat(peer.receive()).containsPattern("\"task_name\":\"" + UUID + "\"");
    }

    @Test
    void doesATaskByItselfInTheSimpleFlow() throws Exception {
        ScriptedServer.Peer peer = kit.connect(kit.device()
                .onTask(task -> task.userRequest().equals("good")
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
        ScriptedServer.Peer peer = kit.connect(kit.device());
        BlockingQueue<TaskOutcome> outcomes = new LinkedBlockingQueue<>();
        Disposable task = kit.connection().requestTask("tidy up", "tidy").subscribe(outcomes::add);

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
    void resultsThatAreTooLargeBecomeFailures() throws Exception {
        ScriptedServer.Peer peer = kit.connect(kit.device()
                .maxMessageBytes(2000)
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
        ScriptedServer.Peer peer = kit.connect(
                kit.device().onCommand((command, round) -> Mono.<Result>never().doOnCancel(cancelled::countDown)));
        peer.send(Frames.command("s-1", "r-1", "a"));
        peer.sendPing("arrived");
        peer.pong();

        peer.drop();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
