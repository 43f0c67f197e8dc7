package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.responseId;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.SessionState;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tasks of a constellation (contract 3.9), without sockets, in virtual time. */
class ConstellationTaskTest {

    private final HubKit kit = new HubKit();

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

    private Client constellation() {
        kit.device("D1");
        return kit.constellation("run@D1", "D1");
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
}
