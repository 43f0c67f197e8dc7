package io.agentserver.server.ws;

import static io.agentserver.server.ws.Wires.HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An id that a newcomer asks for while another connection holds it (contract 3.4), in virtual time. */
class ContestedIdTest {

    @RegisterExtension
    final Wires wires = new Wires();

    private final HubKit kit = wires.kit();
    private final InflightBudget budget = wires.budget();

    @Test
    @DisplayName("12: a holder that answers keeps its id")
    void keepsALiveHolder() {
        Wire holder = wires.registered("D1");
        Wire newcomer = wires.open();

        newcomer.register("D1");
        assertThat(newcomer.messages())
                .as("nothing is said before it is settled")
                .isEmpty();
        holder.pong(holder.pings().get(0));

        wires.settle();
        assertThat(newcomer.error())
                .isEqualTo("client_id 'D1' is already registered; duplicate registrations are not allowed");
        assertThat(newcomer.goodbye()).isEqualTo("1000 ");
        assertThat(holder.goodbye()).isNull();
        holder.say(HEARTBEAT);
        assertThat(holder.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("13: a holder that does not answer within 3 s is evicted, and the newcomer confirmed")
    void evictsASilentHolder() {
        Wire holder = wires.registered("D1");
        kit.sessions().dispatch("D1", "r", "n");
        Wire newcomer = wires.open();
        newcomer.register("D1");

        wires.later(newcomer, 2.9);
        assertThat(newcomer.messages()).isEmpty();
        wires.later(newcomer, 0.1);

        wires.settle();
        assertThat(newcomer.types()).containsExactly("heartbeat");
        assertThat(holder.goodbye()).isEqualTo("1000 replaced by a new connection");
        assertThat(kit.sessions().active()).isZero();
        holder.say(HEARTBEAT);
        assertThat(holder.messages())
                .filteredOn(m -> m.type() == ServerMessageType.HEARTBEAT)
                .isEmpty();
        wires.later(holder, 5);
        assertThat(holder.isOpen()).isFalse();
        assertThat(kit.registry().find("D1"))
                .as("the end of the old one leaves the new one alone")
                .isNotNull();
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.EVICTED);
    }

    @Test
    @DisplayName("14: a holder that goes away meanwhile frees the id at once")
    void takesAFreedId() {
        Wire holder = wires.registered("D1");
        Wire newcomer = wires.open();
        newcomer.register("D1");

        holder.drop();
        wires.settle();

        assertThat(newcomer.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("only the answer to this very ping proves life")
    void wantsTheVeryAnswer() {
        Wire holder = wires.registered("D1");
        Wire newcomer = wires.open();
        newcomer.register("D1");

        holder.pong(new byte[8]);
        holder.pong(new byte[0]);
        wires.settle();

        assertThat(newcomer.messages()).isEmpty();
    }

    @Test
    @DisplayName("3.4: a holder in the middle of a long frame cannot answer; its bytes prove that it lives")
    void acceptsBytesAsAnAnswer() {
        Wire holder = wires.registered("D1");
        ByteBuf frame =
                holder.encode(new TextWebSocketFrame("{\"type\":\"heartbeat\",\"x\":\"" + "x".repeat(30_000) + "\"}"));
        holder.receive(frame.readRetainedSlice(20_000));
        Wire newcomer = wires.open();
        newcomer.register("D1");

        holder.receive(frame.readRetainedSlice(100));

        wires.settle();
        assertThat(newcomer.error()).startsWith("client_id 'D1' is already registered");
        holder.receive(frame);
        assertThat(holder.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("3.4: a holder that the server itself does not read from is not blamed for its silence")
    void sparesAPausedHolder() {
        Wire holder = wires.registered("D1");
        Wire other = wires.registered("D2");
        ByteBuf frame = holder.encode(new TextWebSocketFrame(" ".repeat(36_000)));
        holder.receive(frame.readRetainedSlice(25_000));
        other.receive(other.encode(new TextWebSocketFrame(" ".repeat(36_000))).readSlice(18_000));
        budget.outgoing(1_000_000);
        holder.settle();
        assertThat(holder.channel().config().isAutoRead()).isFalse();
        Wire newcomer = wires.open();

        newcomer.register("D1");

        wires.settle();
        assertThat(newcomer.error()).startsWith("client_id 'D1' is already registered");
        budget.outgoing(-1_000_000);
        frame.release();
    }

    @Test
    @DisplayName("what a newcomer says before it is settled is heard afterwards, in order")
    void hearsEarlyMessages() {
        Wire holder = wires.registered("D1");
        Wire newcomer = wires.open();
        newcomer.send(
                new TextWebSocketFrame(
                        "{\"type\":\"register\",\"client_id\":\"D1\",\"metadata\":{\"platform\":\"linux\"}}"),
                new TextWebSocketFrame("{\"type\":\"task\",\"request\":\"r\"}"),
                new TextWebSocketFrame(HEARTBEAT));
        assertThat(newcomer.channel().config().isAutoRead())
                .as("nothing more is read")
                .isFalse();

        holder.drop();
        wires.settle();

        assertThat(newcomer.types()).containsExactly("heartbeat", "heartbeat", "command", "heartbeat");
        assertThat(newcomer.channel().config().isAutoRead()).isTrue();
    }

    @Test
    @DisplayName("too many messages before it is settled are refused")
    void refusesTooManyEarlyMessages() {
        wires.registered("D1");
        Wire newcomer = wires.open();
        newcomer.register("D1");
        for (int i = 0; i < 17; i++) {
            newcomer.say(HEARTBEAT);
        }

        assertThat(newcomer.error()).isEqualTo("First message must be a registration message");
        assertThat(newcomer.goodbye()).startsWith("1008 ");
    }

    @Test
    @DisplayName("a newcomer that registered in time does not time out while the holder is asked")
    void doesNotTimeOutMeanwhile() {
        wires.registered("D1");
        Wire newcomer = wires.open();
        wires.later(newcomer, 29);
        newcomer.register("D1");
        wires.later(newcomer, 2);
        assertThat(newcomer.goodbye()).isNull();

        wires.later(newcomer, 1);

        assertThat(newcomer.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("of two newcomers one gets the id of a dead holder, and is then a live holder itself")
    void settlesTwoNewcomers() {
        wires.registered("D1");
        Wire first = wires.open();
        Wire second = wires.open();
        first.register("D1");
        second.register("D1");

        wires.later(first, 3);
        wires.settle();
        Wire winner = first.types().isEmpty() ? second : first;
        Wire loser = winner == first ? second : first;
        winner.pong(winner.pings().get(0));
        wires.settle();

        assertThat(loser.error()).startsWith("client_id 'D1' is already registered");
        assertThat(winner.goodbye()).isNull();
    }

    @Test
    @DisplayName("a newcomer that goes away before it is settled disturbs nobody and leaves nothing")
    void forgetsAnImpatientNewcomer() {
        Wire holder = wires.registered("D1");
        Wire newcomer = wires.open();
        newcomer.register("D1");

        newcomer.drop();
        wires.later(holder, 3);

        assertThat(holder.goodbye()).isNull();
        assertThat(kit.registry().find("D1")).isNotNull();
    }
}
