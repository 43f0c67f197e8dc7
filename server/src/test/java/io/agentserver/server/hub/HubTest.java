package io.agentserver.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.session.DispatchResult;
import io.agentserver.server.testkit.FakeChannel;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract 3.1 to 3.5 and 3.14 without sockets. */
class HubTest {

    private final HubKit kit = new HubKit();

    @Test
    @DisplayName("5: a registration is confirmed by a heartbeat without a session")
    void confirmsARegistration() {
        FakeChannel channel = new FakeChannel();

        Registration registration = kit.hub().register(device("D1"), channel);

        assertThat(registration).isInstanceOf(Registration.Confirmed.class);
        ServerMessage.Heartbeat confirmation = channel.takeOne(ServerMessage.Heartbeat.class);
        assertThat(confirmation.header().sessionId()).isNull();
        assertThat(confirmation.header().responseId()).isNotNull();
        assertThat(kit.registry().find("D1")).isNotNull();
    }

    @Test
    @DisplayName("1.7, D-16: nobody finds a client before its confirmation is queued")
    void showsAClientOnlyOnceItIsConfirmed() {
        List<DispatchResult> tooEarly = new ArrayList<>();
        FakeChannel channel = new FakeChannel() {
            @Override
            public void send(ServerMessageType type, RawJson message) {
                if (type == ServerMessageType.HEARTBEAT) {
                    tooEarly.add(kit.sessions().dispatch("D1", "r", null));
                    assertThat(kit.hub().disconnect("D1")).isFalse();
                }
                super.send(type, message);
            }
        };

        kit.hub().register(device("D1"), channel);

        assertThat(tooEarly).containsExactly(new DispatchResult.NotOnline());
        channel.takeOne(ServerMessage.Heartbeat.class);
        assertThat(kit.sessions().dispatch("D1", "r", null)).isInstanceOf(DispatchResult.Dispatched.class);
    }

    @Test
    @DisplayName("D-7: a client whose confirmation cannot be sent leaves no entry")
    void leavesNoGhost() {
        FakeChannel broken = new FakeChannel() {
            @Override
            public void send(ServerMessageType type, RawJson message) {
                throw new OutOfMemoryError("no memory for the message");
            }
        };

        assertThatThrownBy(() -> kit.hub().register(device("D1"), broken)).isInstanceOf(OutOfMemoryError.class);

        assertThat(kit.registry().size()).isZero();
        kit.device("D1");
    }

    @Test
    @DisplayName("8: no client id, or an empty one")
    void refusesARegistrationWithoutId() {
        Registration.Refused expected = new Registration.Refused(
                "Client ID is required for WebSocket registration", CloseCode.BAD_REGISTRATION);

        assertThat(register(null)).isEqualTo(expected);
        assertThat(register("")).isEqualTo(expected);
    }

    @Test
    @DisplayName("16, 17: a constellation's target must be a connected device")
    void refusesAnUnknownTarget() {
        kit.constellation("C1", null);

        assertThat(kit.hub().register(constellation("C2", "nope"), new FakeChannel()))
                .isEqualTo(new Registration.Refused("Target device 'nope' is not connected", CloseCode.REFUSED));
        assertThat(kit.hub().register(constellation("C2", "C1"), new FakeChannel()))
                .isEqualTo(new Registration.Refused("Target device 'C1' is not connected", CloseCode.REFUSED));
        assertThat(kit.registry().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("18: a constellation needs no target; one given is pinned")
    void pinsTheTarget() {
        kit.device("D1");

        assertThat(kit.constellation("C0", null).registered().info().targetId()).isNull();
        assertThat(kit.constellation("C1", "D1").registered().info().targetId()).isEqualTo("D1");
    }

    @Test
    @DisplayName("2.7: a client without a role is a device, and its target means nothing")
    void takesADeviceForGranted() {
        Client client =
                kit.register(new ClientMessage.Register(HubKit.header(null, "D1", null), "nope", null, null, null));

        assertThat(client.registered().isDevice()).isTrue();
        assertThat(client.registered().info().targetId()).isNull();
    }

    @Test
    @DisplayName("decisions: a platform that is not given is the configured one, else windows")
    void fillsInThePlatform() {
        assertThat(platform(kit, null)).isEqualTo("windows");
        HubKit linux = new HubKit(AgentServerConfig.defaults().withPlatform("linux"), new DelegateEngine());
        assertThat(platform(linux, null)).isEqualTo("linux");
        assertThat(platform(linux, "darwin")).isEqualTo("darwin");
    }

    @Test
    @DisplayName("31: what the operator knows of a device is merged into what it says of itself")
    void mergesTheSettings() {
        HubKit configured = new HubKit(
                AgentServerConfig.defaults().withDevices(Map.of("D1", Map.of("tags", List.of("lab")))),
                new DelegateEngine());
        RawJson own = RawJson.of("{\"hostname\":\"h\"}");

        Client device = configured.register(
                new ClientMessage.Register(HubKit.header(ClientType.DEVICE, "D1", null), null, null, own, own));
        Client constellation = configured.register(
                new ClientMessage.Register(HubKit.header(ClientType.CONSTELLATION, "C", null), null, null, own, own));

        assertThat(device.registered().info().systemInfo())
                .hasToString("{\"hostname\":\"h\",\"custom_metadata\":{\"tags\":[\"lab\"]},\"tags\":[\"lab\"]}");
        assertThat(constellation.registered().info().systemInfo())
                .as("only devices have system info")
                .isNull();
    }

    @Test
    @DisplayName("12: an id that is held is contested, whatever the roles; the holder is not disturbed")
    void contestsAHeldId() {
        Client holder = kit.device("D1");

        Registration registration = kit.hub().register(constellation("D1", null), new FakeChannel());

        assertThat(registration).isEqualTo(new Registration.Contested(holder.registered()));
        assertThat(kit.registry().find("D1")).isSameAs(holder.registered());
        assertThat(holder.channel().take()).isEmpty();
        assertThat(kit.hub().refuseDuplicate("D'1").text())
                .isEqualTo("client_id \"D'1\" is already registered; duplicate registrations are not allowed");
    }

    @Test
    @DisplayName("13: an evicted holder is disconnected as any other, and its id is free")
    void evictsAHolder() {
        Client holder = kit.device("D1");
        kit.sessions().dispatch("D1", "r", "n");

        kit.hub().evict(holder.registered());

        assertThat(holder.channel().closed()).isEqualTo(CloseCode.EVICTED);
        assertThat(kit.sessions().active()).isZero();
        kit.device("D1");
    }

    @Test
    @DisplayName("14, 3.14.5: the id is free before anything is cancelled")
    void freesTheIdFirst() {
        List<String> order = new ArrayList<>();
        RegisteredClient[] client = new RegisteredClient[1];
        ClientRegistry registry = new ClientRegistry();
        Hub hub = new Hub(
                AgentServerConfig.defaults(),
                registry,
                new ServerFrames(AipCodec.create(), kit.timing().clock()),
                kit.timing(),
                new NoTasks() {
                    @Override
                    public void clientGone(RegisteredClient gone, DisconnectReason reason) {
                        order.add("tasks: " + registry.size() + " " + reason.label());
                    }
                },
                new ServerObserver() {
                    @Override
                    public void clientDisconnected(ClientInfo gone, DisconnectReason reason) {
                        order.add("disconnected: " + registry.size());
                    }

                    @Override
                    public void clientRemoved(ClientInfo gone) {
                        order.add("removed");
                    }
                });
        if (hub.register(device("D1"), new FakeChannel()) instanceof Registration.Confirmed confirmed) {
            client[0] = confirmed.client();
        }

        hub.disconnected(client[0], DisconnectReason.PING_TIMEOUT);
        hub.disconnected(client[0], DisconnectReason.CLOSED);

        assertThat(order).containsExactly("disconnected: 0", "tasks: 0 ping_timeout", "removed");
    }

    @Test
    @DisplayName("D-7: the end of an old connection does not take the id from a new one")
    void keepsTheNewEntry() {
        Client old = kit.device("D1");
        kit.hub().evict(old.registered());
        Client fresh = kit.device("D1");

        kit.disconnect(old);

        assertThat(kit.registry().find("D1")).isSameAs(fresh.registered());
    }

    @Test
    @DisplayName("decisions: an operator disconnects a client, once")
    void disconnectsForAnOperator() {
        Client device = kit.device("D1");

        assertThat(kit.hub().disconnect("D1")).isTrue();
        assertThat(kit.hub().disconnect("D1")).isFalse();

        assertThat(device.channel().closed()).isEqualTo(CloseCode.OPERATOR);
        assertThat(kit.registry().size()).isZero();
    }

    @Test
    @DisplayName("6.3: clients are listed in the order of their registration")
    void numbersClients() {
        Client first = kit.device("b");
        Client second = kit.device("a");

        assertThat(first.registered().sequence()).isLessThan(second.registered().sequence());
    }

    private Registration register(@Nullable String id) {
        return kit.hub()
                .register(
                        new ClientMessage.Register(HubKit.header(null, id, null), null, null, null, null),
                        new FakeChannel());
    }

    private static String platform(HubKit kit, @Nullable String platform) {
        String id = "D-" + platform;
        return kit.register(new ClientMessage.Register(HubKit.header(null, id, null), null, platform, null, null))
                .registered()
                .info()
                .platform();
    }

    private static ClientMessage.Register device(String id) {
        return new ClientMessage.Register(HubKit.header(ClientType.DEVICE, id, null), null, "linux", null, null);
    }

    private static ClientMessage.Register constellation(String id, @Nullable String target) {
        return new ClientMessage.Register(HubKit.header(ClientType.CONSTELLATION, id, null), target, null, null, null);
    }

    private static class NoTasks implements TaskDesk {
        @Override
        public void task(RegisteredClient requester, RegisteredClient device, ClientMessage.Task task) {}

        @Override
        public void commandResults(RegisteredClient sender, ClientMessage.CommandResults results) {}

        @Override
        public boolean taskEnd(RegisteredClient sender, ClientMessage.TaskEnd end) {
            return false;
        }

        @Override
        public void clientError(RegisteredClient sender, ClientMessage.Error error) {}

        @Override
        public void clientGone(RegisteredClient client, DisconnectReason reason) {}
    }
}
