package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tasks that a device asks for itself (contract 3.8), without sockets, in virtual time. */
class DeviceTaskTest {

    private final HubKit kit = new HubKit();

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
    @DisplayName("58: a platform that no engine serves is refused")
    void refusesAnUnknownPlatform() {
        Client device = kit.device("D1", "darwin");

        kit.say(device, HubKit.ownTask("t", "r"));

        assertThat(error(device)).isEqualTo("Service session not supported on darwin");
        assertThat(kit.sessions().active()).isZero();
    }

    private static ClientMessage.Task withTarget(ClientMessage.Task task, String target) {
        return new ClientMessage.Task(task.header(), task.taskName(), target, task.request(), null, null);
    }
}
