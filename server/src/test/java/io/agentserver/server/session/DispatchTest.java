package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.command;
import static io.agentserver.server.session.SessionSteps.dispatch;
import static io.agentserver.server.session.SessionSteps.end;
import static io.agentserver.server.session.SessionSteps.error;
import static io.agentserver.server.session.SessionSteps.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionState;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A dispatch and the task that the device begins for it (contract 3.10), without sockets, in virtual time. */
class DispatchTest {

    private final HubKit kit = new HubKit();

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
        assertThat(result(kit, "n1").session().sessionId()).isEqualTo(dispatched.sessionId());
    }

    @Test
    @DisplayName("94: two dispatches of one name are answered first in, first out, and the newest answers readers")
    void answersDispatchesInOrder() {
        Client device = kit.device("D1");
        String first = dispatch(kit, "D1", "n");
        String second = dispatch(kit, "D1", "n");
        device.channel().take();

        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(command(device).header().sessionId()).isEqualTo(first);
        kit.say(device, HubKit.ownTask("n", "r"));
        ServerMessage.Commands later = command(device);
        assertThat(later.header().sessionId()).isEqualTo(second);

        kit.say(device, HubKit.results(second, later.header().responseId(), HubKit.success("2")));
        assertThat(result(kit, "n").session().sessionId()).isEqualTo(second);
        kit.sessions().cancel(first, CancelReason.USER_REQUESTED);
        assertThat(result(kit, "n").session().sessionId()).isEqualTo(second);
    }

    @Test
    @DisplayName("92: a dispatch that the device does not begin fails after 30 s; the late task is refused")
    void expiresADispatch() {
        Client device = kit.device("D1");
        dispatch(kit, "D1", "n");
        device.channel().take();

        kit.advance(Duration.ofSeconds(31));

        assertThat(result(kit, "n").result())
                .hasToString("{\"failure\":\"Device did not start the task within 30 s\"}");
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
        String dispatched = dispatch(kit, "D1", "n");
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
        String session = dispatch(kit, "D1", "n");
        device.channel().take();

        kit.say(device, HubKit.results(session, null, HubKit.success("1")));
        kit.advance(Duration.ofSeconds(60));
        kit.say(device, HubKit.results(session, null, HubKit.success("2")));
        kit.say(device, new ClientMessage.TaskEnd(end(session, MessageStatus.COMPLETED), null, null));

        assertThat(device.channel().take())
                .as("neither a COMMAND nor a TASK_END to its sender")
                .isEmpty();
        assertThat(result(kit, "n").result()).hasToString("[{\"request\":\"r\",\"result\":[1,2]}]");
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
}
