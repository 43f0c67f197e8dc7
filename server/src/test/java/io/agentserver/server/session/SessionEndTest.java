package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.dispatch;
import static io.agentserver.server.session.SessionSteps.end;
import static io.agentserver.server.session.SessionSteps.error;
import static io.agentserver.server.session.SessionSteps.responseId;
import static io.agentserver.server.session.SessionSteps.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How sessions end, and who is told what (contract 3.12 to 3.15 and 6), without sockets, in virtual time. */
class SessionEndTest {

    private final HubKit kit = new HubKit();

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
        dispatch(kit, "D1", "n");
        constellation.channel().take();

        kit.disconnect(device);

        assertThat(constellation.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Task was cancelled because target device disconnected");
        assertThat(result(kit, "n").result())
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

    private static ServerMessage.TaskEnd endWith(SessionEngine engine) {
        HubKit kit = new HubKit(AgentServerConfig.defaults(), engine);
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));
        List<ServerMessage> sent = device.channel().take();
        return (ServerMessage.TaskEnd) sent.get(sent.size() - 1);
    }
}
