package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.dispatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionState;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import io.agentserver.server.testkit.LateTimers;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The 30 s of a dispatch and what comes after them (contract 3.10.4, decisions "Dispatch nobody answers"). */
class DispatchExpiryTest {

    private final HubKit kit = new HubKit();
    private final Client device = kit.device("D1");

    @Test
    @DisplayName("a timer that went off just before the device began does not end what runs")
    void beginsInTheLastMoment() {
        LateTimers[] timers = new LateTimers[1];
        HubKit late = new HubKit(AgentServerConfig.defaults(), new DelegateEngine(), clock -> {
            timers[0] = new LateTimers(clock);
            return timers[0];
        });
        Client d1 = late.device("D1");
        dispatch(late, "D1", "n");
        late.say(d1, HubKit.ownTask("n", "r"));
        d1.channel().take();

        timers[0].arrive();

        assertThat(late.recording().endings())
                .extracting(ended -> String.valueOf(ended.error()))
                .noneMatch(error -> error.startsWith("Device did not start"));
    }

    @Test
    @DisplayName("a dispatch that was cancelled unrun does not run when the device asks for it later")
    void refusesWhatWasCancelledUnrun() {
        String session = dispatch(kit, "D1", "n");
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);
        device.channel().take();

        kit.say(device, HubKit.ownTask("n", "r"));

        assertThat(device.channel().takeOne(ServerMessage.Error.class).error()).isEqualTo("Dispatch expired");
        assertThat(kit.sessions().active()).isZero();
    }

    @Test
    @DisplayName("a dispatch that was lost with its device does not run when the device comes back")
    void refusesWhatWasLostWithTheDevice() {
        dispatch(kit, "D1", "n");
        kit.disconnect(device);
        Client again = kit.device("D1");

        kit.say(again, HubKit.ownTask("n", "r"));

        assertThat(again.channel().takeOne(ServerMessage.Error.class).error()).isEqualTo("Dispatch expired");
    }

    @Test
    @DisplayName("an expired dispatch says nothing against another device or another name")
    void refusesOnlyThatTask() {
        dispatch(kit, "D1", "n");
        kit.advance(Duration.ofSeconds(31));
        Client other = kit.device("D2");
        device.channel().take();

        kit.say(other, HubKit.ownTask("n", "r"));
        kit.say(device, HubKit.ownTask("m", "r"));

        assertThat(other.channel().take()).hasSize(2);
        assertThat(device.channel().take()).hasSize(2);
    }

    @Test
    @DisplayName("a dispatch that its device ended by itself is not expired: the name may be used again")
    void allowsTheNameOfATaskThatTheDeviceEnded() {
        String session = dispatch(kit, "D1", "n");
        kit.say(
                device,
                new ClientMessage.TaskEnd(
                        new ClientHeader(MessageStatus.COMPLETED, ClientType.DEVICE, null, session, null), null, null));
        assertThat(kit.recording().states(session)).endsWith(SessionState.COMPLETED);
        device.channel().take();

        kit.say(device, HubKit.ownTask("n", "r"));

        assertThat(device.channel().take()).hasSize(2);
    }

    @Test
    @DisplayName("the clock of a dispatch goes on where it stopped, and that of a later one starts anew")
    void stopsAndGoesOn() {
        String first = dispatch(kit, "D1", "a");
        kit.advance(Duration.ofSeconds(20));
        kit.say(device, HubKit.ownTask("busy", "r"));
        ServerMessage.Commands work = device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(ServerMessage.Commands.class::cast)
                .findFirst()
                .orElseThrow();
        kit.advance(Duration.ofSeconds(100));
        String second = dispatch(kit, "D1", "b");
        kit.say(device, HubKit.results(work.header().sessionId(), work.header().responseId()));

        kit.advance(Duration.ofSeconds(9));
        assertThat(kit.sessions().find(first)).isNotNull();
        kit.advance(Duration.ofSeconds(1));
        assertThat(kit.sessions().find(first)).isNull();
        kit.advance(Duration.ofSeconds(19));
        assertThat(kit.sessions().find(second)).isNotNull();
        kit.advance(Duration.ofSeconds(1));
        assertThat(kit.sessions().find(second)).isNull();
    }
}
