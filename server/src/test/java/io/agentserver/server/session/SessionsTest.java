package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionState;
import io.agentserver.server.TaskResult;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Contract 3.8 to 3.15 and 6 without sockets, in virtual time. */
class SessionsTest {

    private final HubKit kit = new HubKit();

    // --- tasks of a device for itself (3.8) ---

    @Test
    @DisplayName("32: a device's task is acknowledged, then driven by commands of the same session")
    void runsATaskOfADevice() {
        Client device = kit.device("D1");

        kit.say(device, HubKit.ownTask("a/../b", "list files"));

        List<ServerMessage> sent = device.channel().take();
        assertThat(sent).hasSize(2);
        ServerMessage.Heartbeat ack = (ServerMessage.Heartbeat) sent.get(0);
        ServerMessage.Commands command = (ServerMessage.Commands) sent.get(1);
        assertThat(ack.header().sessionId()).matches("[0-9a-f-]{36}");
        assertThat(command.header().sessionId()).isEqualTo(ack.header().sessionId());
        assertThat(command.taskName()).isEqualTo("a_.._b");
        assertThat(command.agentName()).isEqualTo("LinuxAgent");
        assertThat(command.actions()).hasSize(1);
        assertThat(command.actions().get(0).callId()).isNotNull();
    }

    @Test
    @DisplayName("34, 33: a device may name itself as target and nobody else")
    void refusesAnotherTarget() {
        Client device = kit.device("D1");
        kit.device("D2");

        kit.say(device, withTarget(HubKit.ownTask("t", "r"), "D2"));
        assertThat(error(device)).isEqualTo("Device clients may not target other devices");

        kit.say(device, withTarget(HubKit.ownTask("t", "r"), "D1"));
        assertThat(device.channel().take()).hasSize(2);
    }

    @Test
    @DisplayName("36: a task without a request is refused, and ended when it named its session")
    void refusesAnEmptyRequest() {
        Client constellation = constellation();

        kit.say(constellation, HubKit.task("run@t1", "D1", ""));

        List<ServerMessage> sent = constellation.channel().take();
        assertThat(((ServerMessage.Error) sent.get(0)).error()).isEqualTo("Empty task content");
        assertThat(((ServerMessage.TaskEnd) sent.get(1)).error()).isEqualTo("Empty task content");
        assertThat(sent.get(1).header().sessionId()).isEqualTo("run@t1");
    }

    @Test
    @DisplayName("58: a platform that no engine serves is refused")
    void refusesAnUnknownPlatform() {
        Client device = kit.device("D1", "darwin");

        kit.say(device, HubKit.ownTask("t", "r"));

        assertThat(error(device)).isEqualTo("Service session not supported on darwin");
        assertThat(kit.sessions().active()).isZero();
    }

    // --- tasks of a constellation (3.9) ---

    @Test
    @DisplayName("37, 38: the constellation is told first, then the device, the very same")
    void runsATaskOfAConstellation() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");

        kit.say(constellation, HubKit.task("run@t1", "D1", "list files"));
        assertThat(constellation
                        .channel()
                        .takeOne(ServerMessage.Heartbeat.class)
                        .header()
                        .sessionId())
                .isEqualTo("run@t1");
        ServerMessage.Commands command = device.channel().takeOne(ServerMessage.Commands.class);
        kit.say(device, HubKit.results("run@t1", command.header().responseId(), HubKit.success("\"a.log\"")));

        ServerMessage.TaskEnd toConstellation = constellation.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(toConstellation.header().status()).isEqualTo(MessageStatus.COMPLETED);
        assertThat(toConstellation.error()).isNull();
        assertThat(toConstellation.result()).hasToString("[{\"request\":\"list files\",\"result\":\"a.log\"}]");
        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class)).isEqualTo(toConstellation);
        assertThat(kit.recording().states("run@t1"))
                .containsExactly(SessionState.CREATED, SessionState.RUNNING, SessionState.COMPLETED);
    }

    @Test
    @DisplayName("39, 40, 41: a task without a device to run on is refused and ended")
    void refusesTasksWithoutADevice() {
        Client constellation = constellation();
        kit.constellation("other", null);

        assertThat(refusal(constellation, null)).isEqualTo("Constellation task requests require target_id");
        assertThat(refusal(constellation, "D9")).isEqualTo("Target device 'D9' is not connected");
        assertThat(refusal(constellation, "other")).isEqualTo("Constellation tasks may only target device clients");
    }

    @Test
    @DisplayName("42: a constellation may use a device that it did not declare")
    void runsOnAnotherDevice() {
        Client constellation = constellation();
        Client other = kit.device("D2");

        kit.say(constellation, HubKit.task("s", "D2", "r"));

        assertThat(other.channel()
                        .takeOne(ServerMessage.Commands.class)
                        .header()
                        .sessionId())
                .isEqualTo("s");
    }

    @Test
    @DisplayName("3.9.3: the session of another client is refused and not disturbed")
    void refusesAForeignSession() {
        Client constellation = constellation();
        Client thief = kit.constellation("thief", null);
        kit.say(constellation, HubKit.task("run@t1", "D1", "r"));

        kit.say(thief, HubKit.task("run@t1", "D1", "other"));

        List<ServerMessage> sent = thief.channel().take();
        assertThat(((ServerMessage.Error) sent.get(0)).error())
                .isEqualTo("session_id 'run@t1' is owned by another client");
        assertThat(sent.get(1).type().wire()).isEqualTo("task_end");
        assertThat(kit.sessions().find("run@t1")).isNotNull();
    }

    @Test
    @DisplayName("3.9.9: a repeated task is acknowledged, runs once, and ends once")
    void runsARepeatedTaskOnce() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");

        kit.say(constellation, HubKit.task("run@t1", "D1", "r"));
        kit.say(constellation, HubKit.task("run@t1", "D1", "r"));
        ServerMessage.Commands command = device.channel().takeOne(ServerMessage.Commands.class);
        kit.say(device, HubKit.results("run@t1", command.header().responseId()));

        assertThat(constellation.channel().take())
                .extracting(message -> message.type().wire())
                .containsExactly("heartbeat", "heartbeat", "task_end");
    }

    @Test
    @DisplayName("45: an id can be used again after its session has ended")
    void reusesAnId() {
        Client device = kit.device("D1");
        Client first = kit.constellation("one", "D1");
        Client second = kit.constellation("two", "D1");
        kit.say(first, HubKit.task("s", "D1", "r1"));
        kit.say(device, HubKit.results("s", responseId(device), HubKit.success("1")));

        kit.say(second, HubKit.task("s", "D1", "r2"));
        device.channel().take();

        assertThat(kit.sessions().find("s")).extracting("request").isEqualTo("r2");
    }

    // --- rounds (3.11) ---

    @Test
    @DisplayName("47, 48: results of another client or of an unknown round change nothing")
    void ignoresForeignResults() {
        Client device = kit.device("D1");
        Client other = kit.device("D2");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        String responseId = responseId(device);
        constellation.channel().take();

        kit.say(other, HubKit.results("s", responseId, HubKit.success("1")));
        kit.say(constellation, HubKit.results("s", responseId, HubKit.success("1")));
        kit.say(device, HubKit.results("s", "unknown", HubKit.success("1")));
        kit.say(device, HubKit.results("other", responseId.substring(1), HubKit.success("1")));

        assertThat(other.channel().take()).isEmpty();
        assertThat(device.channel().take()).isEmpty();
        assertThat(kit.sessions().find("s")).isNotNull();
        assertThat(kit.recording().drops()).hasSize(3);
    }

    @Test
    @DisplayName("50: a round that is answered with nothing is answered")
    void takesAnEmptyAnswer() {
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));

        ServerMessage.Commands command = command(device);
        kit.say(
                device,
                HubKit.results(command.header().sessionId(), command.header().responseId()));

        assertThat(device.channel()
                        .takeOne(ServerMessage.TaskEnd.class)
                        .header()
                        .status())
                .isEqualTo(MessageStatus.COMPLETED);
    }

    @Test
    @DisplayName("53: a device that does not answer fails the session after the deadline")
    void endsARoundAtItsDeadline() {
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));
        device.channel().take();

        kit.advance(Duration.ofSeconds(299));
        assertThat(device.channel().take()).isEmpty();
        kit.advance(Duration.ofSeconds(2));

        ServerMessage.TaskEnd end = device.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(end.error()).startsWith("Device did not answer execute_task within 300 s");
        assertThat(kit.recording().endings().get(0).outcome()).isEqualTo("timed_out");
    }

    @Test
    @DisplayName("54: sessions on one device keep their own rounds")
    void keepsSessionsApart() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("a", "D1", "ra"));
        kit.say(constellation, HubKit.task("b", "D1", "rb"));
        List<ServerMessage> commands = device.channel().take();
        constellation.channel().take();

        kit.say(device, HubKit.results("b", commands.get(1).header().responseId(), HubKit.success("2")));
        ServerMessage.TaskEnd end = constellation.channel().takeOne(ServerMessage.TaskEnd.class);

        assertThat(end.header().sessionId()).isEqualTo("b");
        assertThat(end.result()).hasToString("[{\"request\":\"rb\",\"result\":2}]");
        assertThat(kit.sessions().find("a")).isNotNull();
    }

    @Test
    @DisplayName("3.11.7: at most four commands are out; a round's deadline starts when the earlier ones are answered")
    void limitsOutstandingCommands() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        for (int i = 0; i < 6; i++) {
            kit.say(constellation, HubKit.task("s" + i, "D1", "r"));
        }
        List<ServerMessage> out = device.channel().take();
        assertThat(out).hasSize(4);

        kit.advance(Duration.ofSeconds(200));
        kit.say(device, HubKit.results("s0", out.get(0).header().responseId()));
        assertThat(device.channel().take()).extracting(m -> m.type().wire()).contains("command");
        kit.advance(Duration.ofSeconds(200));

        assertThat(kit.sessions().find("s1"))
                .as("its own 300 s began when s0 was answered")
                .isNotNull();
        kit.advance(Duration.ofSeconds(101));
        assertThat(kit.sessions().find("s1")).isNull();
        assertThat(kit.sessions().find("s2")).isNotNull();
    }

    @Test
    @DisplayName("55, 56, 57: an engine's exception, error state and silence have their texts")
    void reportsHowEnginesEnd() {
        assertThat(endWith(context -> Mono.error(new IllegalStateException("boom"))))
                .extracting(ServerMessage.TaskEnd::error, ServerMessage.TaskEnd::result)
                .containsExactly("boom", null);
        assertThat(endWith(context -> {
                    throw new IllegalStateException("bang");
                }))
                .extracting(ServerMessage.TaskEnd::error)
                .isEqualTo("bang");
        assertThat(endWith(context -> Mono.just(SessionOutcome.failed(null, null))))
                .extracting(ServerMessage.TaskEnd::error, end -> String.valueOf(end.result()))
                .containsExactly(null, "{\"failure\":\"session ended with an error\"}");
        assertThat(endWith(context -> Mono.just(new SessionOutcome(SessionOutcome.Status.COMPLETED, null, null))))
                .extracting(ServerMessage.TaskEnd::error, ServerMessage.TaskEnd::result)
                .containsExactly(null, null);
        assertThat(endWith(context -> Mono.empty()))
                .extracting(ServerMessage.TaskEnd::error)
                .isEqualTo("Session ended in unknown state");
    }

    @Test
    @DisplayName("sessions.timeout: a session that takes too long fails as timed out and its engine is cancelled")
    void endsASessionAtItsDeadline() {
        List<String> cancelled = new ArrayList<>();
        HubKit slow = new HubKit(
                AgentServerConfig.defaults(),
                context -> Mono.<SessionOutcome>never().doOnCancel(() -> cancelled.add(context.taskName())));
        Client device = slow.device("D1");
        slow.say(device, HubKit.ownTask("t", "r"));
        device.channel().take();

        slow.advance(Duration.ofMinutes(61));

        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Task did not end within 3600 s");
        assertThat(cancelled).containsExactly("t");
    }

    // --- dispatch (3.10) ---

    @Test
    @DisplayName("87, 88: the device's own task runs under the session that the dispatch named")
    void correlatesADispatch() {
        Client device = kit.device("D1");

        DispatchResult.Dispatched dispatched =
                (DispatchResult.Dispatched) kit.sessions().dispatch("D1", "open notepad", "n1");
        ServerMessage.Task task = device.channel().takeOne(ServerMessage.Task.class);
        assertThat(task.userRequest()).isEqualTo("open notepad");
        assertThat(task.taskName()).isEqualTo("n1");
        assertThat(task.header().sessionId()).isEqualTo(dispatched.sessionId());
        kit.say(device, HubKit.ownTask("n1", "open notepad"));

        List<ServerMessage> sent = device.channel().take();
        assertThat(sent)
                .extracting(message -> message.header().sessionId())
                .containsExactly(dispatched.sessionId(), dispatched.sessionId());
        kit.say(
                device,
                HubKit.results(
                        dispatched.sessionId(), sent.get(1).header().responseId(), HubKit.success("{\"ok\":true}")));
        assertThat(device.channel()
                        .takeOne(ServerMessage.TaskEnd.class)
                        .header()
                        .sessionId())
                .isEqualTo(dispatched.sessionId());
        assertThat(result("n1").session().sessionId()).isEqualTo(dispatched.sessionId());
    }

    @Test
    @DisplayName("94: two dispatches of one name are answered first in, first out, and the newest answers readers")
    void answersDispatchesInOrder() {
        Client device = kit.device("D1");
        String first = dispatch("D1", "n");
        String second = dispatch("D1", "n");
        device.channel().take();

        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(command(device).header().sessionId()).isEqualTo(first);
        kit.say(device, HubKit.ownTask("n", "r"));
        ServerMessage.Commands later = command(device);
        assertThat(later.header().sessionId()).isEqualTo(second);

        kit.say(device, HubKit.results(second, later.header().responseId(), HubKit.success("2")));
        assertThat(result("n").session().sessionId()).isEqualTo(second);
        kit.sessions().cancel(first, CancelReason.USER_REQUESTED);
        assertThat(result("n").session().sessionId()).isEqualTo(second);
    }

    @Test
    @DisplayName("92: a dispatch that the device does not begin fails after 30 s; the late task is refused")
    void expiresADispatch() {
        Client device = kit.device("D1");
        dispatch("D1", "n");
        device.channel().take();

        kit.advance(Duration.ofSeconds(31));

        assertThat(result("n").result()).hasToString("{\"failure\":\"Device did not start the task within 30 s\"}");
        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Device did not start the task within 30 s");
        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(error(device)).isEqualTo("Dispatch expired");
        kit.advance(Duration.ofMinutes(11));
        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(device.channel().take()).hasSize(2);
    }

    @Test
    @DisplayName("decisions: the 30 s of a dispatch run only while the device has nothing to do")
    void stopsTheDispatchClockWhileTheDeviceIsBusy() {
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("busy", "r"));
        ServerMessage.Commands work = command(device);
        String dispatched = dispatch("D1", "n");
        device.channel().take();

        kit.advance(Duration.ofSeconds(200));
        assertThat(kit.sessions().find(dispatched)).isNotNull();
        kit.say(device, HubKit.results(work.header().sessionId(), work.header().responseId()));
        kit.advance(Duration.ofSeconds(29));
        assertThat(kit.sessions().find(dispatched)).isNotNull();
        kit.advance(Duration.ofSeconds(2));

        assertThat(kit.sessions().find(dispatched)).isNull();
    }

    @Test
    @DisplayName("decisions: a device may answer a dispatch with results and its end, and gets no command")
    void letsADeviceDriveADispatch() {
        Client device = kit.device("D1");
        String session = dispatch("D1", "n");
        device.channel().take();

        kit.say(device, HubKit.results(session, null, HubKit.success("1")));
        kit.advance(Duration.ofSeconds(60));
        kit.say(device, HubKit.results(session, null, HubKit.success("2")));
        kit.say(device, new ClientMessage.TaskEnd(end(session, MessageStatus.COMPLETED), null, null));

        assertThat(device.channel().take())
                .as("neither a COMMAND nor a TASK_END to its sender")
                .isEmpty();
        assertThat(result("n").result()).hasToString("[{\"request\":\"r\",\"result\":[1,2]}]");
        assertThat(kit.recording().states(session))
                .containsExactly(
                        SessionState.CREATED, SessionState.DISPATCHED, SessionState.RUNNING, SessionState.COMPLETED);
    }

    @Test
    @DisplayName("83, 93: a dispatch needs a connected device")
    void dispatchesOnlyToDevices() {
        kit.device("D1");
        kit.constellation("C", null);

        assertThat(kit.sessions().dispatch("nobody", "r", null)).isInstanceOf(DispatchResult.NotOnline.class);
        assertThat(kit.sessions().dispatch("C", "r", null)).isInstanceOf(DispatchResult.NotADevice.class);
        assertThat(kit.sessions().active()).isZero();
    }

    // --- ends from outside ---

    @Test
    @DisplayName("66, 65: executor and owner may end a session; others may not")
    void endsASessionThatItsExecutorEnds() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        Client stranger = kit.device("D2");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        device.channel().take();
        constellation.channel().take();

        kit.say(stranger, new ClientMessage.TaskEnd(end("s", MessageStatus.FAILED), "no", null));
        assertThat(error(stranger)).isEqualTo("Unknown message type: task_end");
        kit.say(device, new ClientMessage.TaskEnd(end("s", MessageStatus.FAILED), "disk full", RawJson.of("[1]")));

        ServerMessage.TaskEnd told = constellation.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(told.header().status()).isEqualTo(MessageStatus.FAILED);
        assertThat(told.error()).isEqualTo("disk full");
        assertThat(told.result()).hasToString("[1]");
        assertThat(device.channel().take()).isEmpty();
    }

    @Test
    @DisplayName("67: an error of a client is echoed and fails the session it executes")
    void failsTheSessionOfAnError() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        device.channel().take();
        constellation.channel().take();

        kit.say(device, new ClientMessage.Error(end("s", MessageStatus.ERROR), "tool crashed"));

        assertThat(((ServerMessage.Error) device.channel().take().get(0)).error())
                .isEqualTo("tool crashed");
        assertThat(constellation.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("tool crashed");
        kit.say(device, new ClientMessage.Error(end(null, MessageStatus.ERROR), null));
        assertThat(error(device)).isEqualTo("Unknown error");
    }

    @Test
    @DisplayName("59: a device that drops fails what it executes; its requesters are told")
    void cancelsWhenTheDeviceDrops() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        dispatch("D1", "n");
        constellation.channel().take();

        kit.disconnect(device);

        assertThat(constellation.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Task was cancelled because target device disconnected");
        assertThat(result("n").result())
                .hasToString("{\"failure\":\"Task was cancelled because target device disconnected\"}");
        assertThat(kit.sessions().active()).isZero();
        assertThat(kit.recording().endings()).hasSize(2);
    }

    @Test
    @DisplayName("61: a constellation that drops leaves the device usable, and nobody is told")
    void cancelsWhenTheConstellationDrops() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        String responseId = responseId(device);

        kit.disconnect(constellation);
        kit.say(device, HubKit.results("s", responseId, HubKit.success("1")));

        assertThat(device.channel().take()).isEmpty();
        assertThat(kit.sessions().active()).isZero();
        kit.say(device, HubKit.ownTask("t", "r"));
        assertThat(device.channel().take()).hasSize(2);
    }

    @Test
    @DisplayName("6.1: a cancel by a user tells requester and device")
    void cancelsForAUser() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        device.channel().take();
        constellation.channel().take();

        assertThat(kit.sessions().cancel("s", CancelReason.USER_REQUESTED)).isTrue();
        assertThat(kit.sessions().cancel("s", CancelReason.USER_REQUESTED)).isFalse();

        String text = "Task was cancelled (reason: user_requested)";
        assertThat(constellation.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo(text);
        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo(text);
    }

    // --- bounds ---

    @Test
    @DisplayName("decisions, caps: sessions on a device and in all are limited, and places are given back")
    void limitsSessions() {
        HubKit small = new HubKit(
                AgentServerConfig.defaults()
                        .withLimits(l -> l.withSessionsPerDevice(2).withSessions(3)),
                new DelegateEngine());
        Client device = small.device("D1");
        small.device("D2");
        small.sessions().dispatch("D1", "r", "a");
        small.sessions().dispatch("D1", "r", "b");

        assertThat(small.sessions().dispatch("D1", "r", "c"))
                .isEqualTo(new DispatchResult.TooManySessions("Too many sessions on this device", true));
        small.sessions().dispatch("D2", "r", "d");
        assertThat(small.sessions().dispatch("D2", "r", "e"))
                .isEqualTo(new DispatchResult.TooManySessions("Too many sessions", false));
        device.channel().take();
        small.say(device, HubKit.ownTask("x", "r"));
        assertThat(error(device)).isEqualTo("Too many sessions");

        small.disconnect(device);
        assertThat(small.sessions().active()).isEqualTo(1);
        assertThat(small.sessions().dispatch("D2", "r", "f")).isInstanceOf(DispatchResult.Dispatched.class);
    }

    @Test
    @DisplayName("drain: nothing new is begun, what was dispatched may still run")
    void beginsNothingWhileDraining() {
        Client device = kit.device("D1");
        dispatch("D1", "n");
        device.channel().take();

        kit.sessions().drain();

        assertThat(kit.sessions().dispatch("D1", "r", null)).isInstanceOf(DispatchResult.Draining.class);
        kit.say(device, HubKit.ownTask("other", "r"));
        assertThat(error(device)).isEqualTo("Server is shutting down");
        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(device.channel().take()).hasSize(2);
        kit.sessions().cancelAll(CancelReason.SERVER_SHUTDOWN);
        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Task was cancelled (reason: server_shutdown)");
    }

    private Client constellation() {
        kit.device("D1");
        return kit.constellation("run@D1", "D1");
    }

    private String dispatch(String deviceId, String taskName) {
        return ((DispatchResult.Dispatched) kit.sessions().dispatch(deviceId, "r", taskName)).sessionId();
    }

    private TaskResult result(String taskName) {
        TaskResult result = kit.results().find(taskName).block();
        assertThat(result).as("result of " + taskName).isNotNull();
        return result;
    }

    private String refusal(Client constellation, @Nullable String target) {
        kit.say(constellation, HubKit.task("s", target, "r"));
        List<ServerMessage> sent = constellation.channel().take();
        String text = ((ServerMessage.Error) sent.get(0)).error();
        ServerMessage.TaskEnd end = (ServerMessage.TaskEnd) sent.get(1);
        assertThat(end.error()).isEqualTo(text);
        assertThat(end.header().sessionId()).isEqualTo("s");
        assertThat(end.header().status()).isEqualTo(MessageStatus.FAILED);
        return text;
    }

    private static String error(Client client) {
        return client.channel().takeOne(ServerMessage.Error.class).error();
    }

    private static String responseId(Client device) {
        return command(device).header().responseId();
    }

    private static ServerMessage.Commands command(Client device) {
        return device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(ServerMessage.Commands.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static ServerMessage.TaskEnd endWith(SessionEngine engine) {
        HubKit kit = new HubKit(AgentServerConfig.defaults(), engine);
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));
        List<ServerMessage> sent = device.channel().take();
        return (ServerMessage.TaskEnd) sent.get(sent.size() - 1);
    }

    private static ClientMessage.Task withTarget(ClientMessage.Task task, String target) {
        return new ClientMessage.Task(task.header(), task.taskName(), target, task.request(), null, null);
    }

    private static ClientHeader end(@Nullable String sessionId, MessageStatus status) {
        return new ClientHeader(status, ClientType.DEVICE, null, sessionId, null);
    }
}
