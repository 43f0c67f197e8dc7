package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which COMMAND_RESULTS answer a round (contract 3.11.3), and what they do to the rounds behind it. */
class RoundAnswersTest {

    private final HubKit kit = new HubKit();
    private final Client device = kit.device("D1");

    @Test
    @DisplayName("3.11.3: results that name the round but another session are dropped, and the round stays open")
    void keepsARoundThatIsAnsweredUnderAnotherSession() {
        kit.say(device, HubKit.ownTask("t", "r"));
        ServerMessage.Commands command = command();

        kit.say(device, HubKit.results("other", command.header().responseId(), HubKit.success("1")));
        kit.say(device, HubKit.results(null, command.header().responseId(), HubKit.success("1")));
        assertThat(device.channel().take()).isEmpty();
        kit.say(device, answer(command));

        ServerMessage.TaskEnd end = device.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(end.result()).hasToString("[{\"request\":\"r\",\"result\":1}]");
        assertThat(kit.recording().drops()).hasSize(2);
    }

    @Test
    @DisplayName("48: a round is answered once")
    void answersARoundOnce() {
        kit.say(device, HubKit.ownTask("t", "r"));
        ServerMessage.Commands command = command();
        kit.say(device, answer(command));
        device.channel().take();

        kit.say(device, answer(command));

        assertThat(device.channel().take()).isEmpty();
        assertThat(kit.recording().drops()).containsExactly("command_results");
    }

    @Test
    @DisplayName("3.11.7: a round of a cancelled session keeps its place until the device has answered it")
    void keepsThePlaceOfAnAbandonedRound() {
        for (int i = 0; i < 5; i++) {
            kit.say(device, HubKit.ownTask("t" + i, "r"));
        }
        List<ServerMessage.Commands> out = commands();
        assertThat(out).hasSize(4);

        kit.sessions().cancel(out.get(0).header().sessionId(), CancelReason.USER_REQUESTED);
        assertThat(commands()).as("the device still works on the cancelled one").isEmpty();
        kit.say(device, answer(out.get(0)));

        assertThat(commands()).hasSize(1);
        assertThat(kit.recording().drops()).as("nobody waited for it").hasSize(1);
    }

    @Test
    @DisplayName("3.11.7: a round that still waits goes with its session")
    void dropsAWaitingRoundWithItsSession() {
        for (int i = 0; i < 6; i++) {
            kit.say(device, HubKit.ownTask("t" + i, "r"));
        }
        List<ServerMessage> sent = device.channel().take();
        String fifth = sent.stream()
                .filter(ServerMessage.Heartbeat.class::isInstance)
                .skip(4)
                .findFirst()
                .orElseThrow()
                .header()
                .sessionId();
        ServerMessage.Commands first = (ServerMessage.Commands) sent.stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .findFirst()
                .orElseThrow();

        kit.sessions().cancel(fifth, CancelReason.USER_REQUESTED);
        device.channel().take();
        kit.say(device, answer(first));

        assertThat(commands()).extracting(ServerMessage.Commands::taskName).containsExactly("t5");
    }

    @Test
    @DisplayName("too many waiting rounds fail at once instead of growing without end")
    void refusesTooManyRounds() {
        HubKit many = new HubKit(
                AgentServerConfig.defaults().withLimits(l -> l.withSessionsPerDevice(5_000)), new DelegateEngine());
        Client busy = many.device("D1");
        for (int i = 0; i < CommandQueue.MOST_OUTSTANDING + CommandQueue.MOST_WAITING; i++) {
            many.say(busy, HubKit.ownTask("t", "r"));
        }
        busy.channel().take();

        many.say(busy, HubKit.ownTask("one too many", "r"));

        List<ServerMessage> sent = busy.channel().take();
        assertThat(((ServerMessage.TaskEnd) sent.get(sent.size() - 1)).error())
                .startsWith("Too many rounds of commands wait for this device");
    }

    private ServerMessage.Commands command() {
        return commands().get(0);
    }

    private List<ServerMessage.Commands> commands() {
        return device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(ServerMessage.Commands.class::cast)
                .toList();
    }

    private static ClientMessage.CommandResults answer(ServerMessage.Commands command) {
        return HubKit.results(command.header().sessionId(), command.header().responseId(), HubKit.success("1"));
    }
}
