package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.dispatch;
import static io.agentserver.server.session.SessionSteps.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When no more sessions begin, without sockets, in virtual time. */
class SessionLimitsTest {

    private final HubKit kit = new HubKit();

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
        dispatch(kit, "D1", "n");
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
}
