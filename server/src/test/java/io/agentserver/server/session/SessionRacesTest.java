package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.FakeChannel;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import io.agentserver.server.testkit.Together;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens at the same time ends as if it had happened in some order, and leaves nothing behind. */
class SessionRacesTest {

    private static final int ROUNDS = 2_000;

    // One session a device: one that was left behind would be noticed by the next round.
    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults().withLimits(limits -> limits.withSessionsPerDevice(1)), new DelegateEngine());
    private final Together together = new Together();

    @AfterEach
    void stop() {
        together.close();
    }

    @Test
    @DisplayName("register, dispatch, disconnect: the confirmation comes first, and nothing stays")
    void registerDispatchDisconnect() {
        for (int i = 0; i < ROUNDS; i++) {
            FakeChannel channel = new FakeChannel();
            together.run(
                    () -> kit.hub().register(register("D1"), channel),
                    () -> until(() -> kit.hub().disconnect("D1")),
                    () -> until(() -> channel.closed() != null
                            || kit.sessions().dispatch("D1", "r", "n") instanceof DispatchResult.Dispatched));

            assertThat(kit.registry().size()).isZero();
            assertThat(kit.sessions().active()).isZero();
            assertThat(channel.take().get(0).type()).isEqualTo(ServerMessageType.HEARTBEAT);
        }
        nothingIsLeft();
    }

    @Test
    @DisplayName("result, cancel, disconnect: one end, and the requester is told once")
    void resultCancelDisconnect() {
        Client constellation = kit.constellation("C1", null);
        for (int i = 0; i < ROUNDS; i++) {
            Client device = kit.device("D1");
            kit.say(constellation, task("s", "D1"));
            ServerMessage.Commands command = device.channel().takeOne(ServerMessage.Commands.class);

            together.run(
                    () -> kit.say(device, HubKit.results("s", command.header().responseId(), HubKit.success("1"))),
                    () -> kit.sessions().cancel("s", CancelReason.USER_REQUESTED),
                    () -> kit.disconnect(device));

            assertThat(constellation.channel().take())
                    .extracting(ServerMessage::type)
                    .containsExactly(ServerMessageType.HEARTBEAT, ServerMessageType.TASK_END);
            assertThat(kit.sessions().active()).isZero();
        }
        nothingIsLeft();
    }

    @Test
    @DisplayName("3.9.3: of two constellations that use one session id, each is told one end")
    void twoOwnersOfOneId() {
        Client first = kit.constellation("C1", null);
        Client second = kit.constellation("C2", null);
        Client device = kit.device("D1");
        Client other = kit.device("D2");
        for (int i = 0; i < ROUNDS; i++) {
            together.run(
                    () -> kit.say(first, task("s", "D1")),
                    () -> kit.say(second, task("s", "D2")),
                    () -> kit.sessions().cancel("s", CancelReason.USER_REQUESTED));
            kit.sessions().cancel("s", CancelReason.USER_REQUESTED);

            assertThat(ends(first)).isEqualTo(1);
            assertThat(ends(second)).isEqualTo(1);
            assertThat(kit.sessions().active()).isZero();
            // The devices are done with whatever they were sent.
            answerAll(device);
            answerAll(other);
        }
        nothingIsLeft();
    }

    @Test
    @DisplayName("3.9: a session that is cancelled while it begins ends once, and its device is free again")
    void beginCancel() {
        Client constellation = kit.constellation("C1", null);
        Client device = kit.device("D1");
        for (int i = 0; i < ROUNDS; i++) {
            together.run(
                    () -> kit.say(constellation, task("s", "D1")),
                    () -> until(() -> kit.sessions().cancel("s", CancelReason.USER_REQUESTED)));

            assertThat(constellation.channel().take())
                    .extracting(ServerMessage::type)
                    .containsExactly(ServerMessageType.HEARTBEAT, ServerMessageType.TASK_END);
            assertThat(kit.results().find("galaxy_t").block())
                    .as("a session that ended has a result")
                    .isNotNull();
            answerAll(device);
        }
        nothingIsLeft();
    }

    @Test
    @DisplayName("3.14, 3.15: task, requester gone, device gone: nothing stays with either")
    void taskRequesterGoneDeviceGone() {
        for (int i = 0; i < ROUNDS; i++) {
            Client constellation = kit.constellation("C1", null);
            Client device = kit.device("D1");

            together.run(
                    () -> kit.say(constellation, task("s", "D1")),
                    () -> kit.disconnect(constellation),
                    () -> kit.disconnect(device));

            assertThat(kit.sessions().active()).isZero();
            assertThat(kit.registry().size()).isZero();
        }
        nothingIsLeft();
    }

    @Test
    @DisplayName("3.10: task, cancel and expiry of one dispatch: one end")
    void beginExpireCancel() {
        for (int i = 0; i < ROUNDS; i++) {
            Client device = kit.device("D1");
            String name = "n" + i;
            String session = ((DispatchResult.Dispatched) kit.sessions().dispatch("D1", "r", name)).sessionId();

            together.run(
                    () -> kit.say(device, HubKit.ownTask(name, "r")),
                    () -> kit.advance(AgentServerConfig.defaults().sessions().dispatchTimeout()),
                    () -> kit.sessions().cancel(session, CancelReason.USER_REQUESTED));
            kit.disconnect(device);

            assertThat(kit.sessions().active()).isZero();
            assertThat(kit.results().findBySession(session).block()).isNotNull();
        }
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(kit.sessions().running()).isEmpty();
        assertThat(kit.results())
                .extracting("expected", InstanceOfAssertFactories.MAP)
                .isEmpty();
        Map<SessionInfo, List<SessionState>> histories = kit.recording().all().stream()
                .collect(Collectors.groupingBy(
                        SessionRacesTest::identity, Collectors.mapping(SessionInfo::state, Collectors.toList())));
        assertThat(histories).isNotEmpty();
        assertThat(histories.values()).allSatisfy(states -> {
            assertThat(states).startsWith(SessionState.CREATED);
            assertThat(states).isSorted();
            assertThat(states.stream().filter(SessionState::ended)).hasSize(1);
        });
    }

    /** What is the same of a session at all times; an id may be used again. */
    private static SessionInfo identity(SessionInfo session) {
        return new SessionInfo(
                session.sessionId(),
                session.taskName(),
                session.request(),
                session.deviceId(),
                session.requesterId(),
                SessionState.CREATED,
                session.createdAt(),
                null,
                null,
                0,
                false,
                null,
                null);
    }

    private void answerAll(Client device) {
        device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(ServerMessage.Commands.class::cast)
                .forEach(command -> kit.say(
                        device,
                        HubKit.results(
                                command.header().sessionId(), command.header().responseId(), HubKit.success("1"))));
    }

    private static void until(BooleanSupplier happened) {
        while (!happened.getAsBoolean()) {
            Thread.yield();
        }
    }

    private static long ends(Client client) {
        return client.channel().take().stream()
                .filter(ServerMessage.TaskEnd.class::isInstance)
                .count();
    }

    private static ClientMessage.Task task(String sessionId, String device) {
        return HubKit.task(sessionId, device, "r");
    }

    private static ClientMessage.Register register(String id) {
        return new ClientMessage.Register(HubKit.header(ClientType.DEVICE, id, null), null, "linux", null, null);
    }
}
