package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Engines are other people's code: whatever they do, sessions end and their clients are told (contract 6.1). */
class BrokenEngineTest {

    @Test
    @DisplayName("an engine that throws while it is cancelled keeps no session from ending")
    void endsASessionWhoseEngineThrowsOnCancel() {
        HubKit kit = new HubKit(
                AgentServerConfig.defaults(),
                context -> Mono.create(sink -> sink.onCancel(() -> {
                    throw new Stubborn();
                })));
        Client device = kit.device("D1");
        Client constellation = kit.constellation("C1", "D1");
        kit.say(constellation, HubKit.task("a", "D1", "r"));
        kit.say(constellation, HubKit.task("b", "D1", "r"));
        constellation.channel().take();

        kit.disconnect(device);

        assertThat(constellation.channel().take())
                .extracting(message -> message.header().sessionId())
                .containsExactly("a", "b");
        assertThat(kit.sessions().active()).isZero();
        assertThat(kit.results().findBySession("b").block()).isNotNull();
    }

    @Test
    @DisplayName("an engine that answers more than once, or after the end, is heard once")
    void hearsTheFirstAnswer() {
        List<MonoSink<SessionOutcome>> sinks = new ArrayList<>();
        HubKit kit = new HubKit(AgentServerConfig.defaults(), context -> Mono.create(sinks::add));
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));
        String session = device.channel().take().get(0).header().sessionId();

        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);
        sinks.get(0).success(SessionOutcome.failed("too late", null));
        sinks.get(0).error(new IllegalStateException("much too late"));

        assertThat(device.channel().takeOne(ServerMessage.TaskEnd.class).error())
                .isEqualTo("Task was cancelled (reason: user_requested)");
        assertThat(kit.recording().endings()).hasSize(1);
    }

    @Test
    @DisplayName("an engine that returns nothing at all fails its session")
    @SuppressWarnings("NullAway") // the point of the test
    void failsASessionWithoutARun() {
        HubKit kit = new HubKit(AgentServerConfig.defaults(), context -> null);
        Client device = kit.device("D1");

        kit.say(device, HubKit.ownTask("t", "r"));

        assertThat(device.channel().take())
                .extracting(message -> message.type().wire())
                .endsWith("task_end");
        assertThat(kit.sessions().active()).isZero();
    }

    private static final class Stubborn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stubborn() {
            super("will not be cancelled (for the test)", null, false, false);
        }
    }
}
