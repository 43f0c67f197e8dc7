package io.agentserver.server.ws;

import static io.agentserver.server.ws.Wires.error;
import static io.agentserver.server.ws.Wires.fragment;
import static io.agentserver.server.ws.Wires.next;
import static io.agentserver.server.ws.Wires.padded;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one connection may hold, and who waits or is closed for it (decisions, "Memory"; contract 1.4). */
class ConnectionBoundsTest {

    @RegisterExtension
    final Wires wires = new Wires();

    private final HubKit kit = wires.kit();
    private final InflightBudget budget = wires.budget();

    @Test
    @DisplayName("1013: a reader that does not keep up is closed, not before the sender is done with it")
    void closesASlowReader() {
        Wire wire = wires.registered("D1");
        kit.sessions().dispatch("D1", "r", "n");
        wire.messages();
        wire.socket().fill();
        for (int i = 0; i < 12; i++) {
            wire.connection().send(ServerMessageType.ERROR, error("x".repeat(1_000)));
            assertThat(kit.registry().find("D1"))
                    .as("whoever sends may hold a lock that the disconnect procedure takes")
                    .isNotNull();
        }

        wire.settle();

        assertThat(kit.registry().find("D1")).isNull();
        assertThat(kit.sessions().active()).isZero();
        assertThat(kit.recording().slowReaders()).isEqualTo(1);
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.SLOW_READER);
        assertThat(budget.usedBytes()).as("what waited is forgotten").isZero();
        wire.socket().goOn();
        assertThat(wire.messages()).isEmpty();
        assertThat(wire.goodbye()).isEqualTo("1013 slow reader");
    }

    @Test
    @DisplayName("a peer that pings and never reads is owed one answer, the latest")
    void boundsPongs() {
        Wire wire = wires.registered("D1");
        wire.socket().fill();
        long before = wire.channel().unsafe().outboundBuffer().totalPendingWriteBytes();
        for (int i = 0; i < 1_000; i++) {
            wire.send(new PingWebSocketFrame(Unpooled.copiedBuffer("p" + i, StandardCharsets.UTF_8)));
        }

        assertThat(wire.channel().unsafe().outboundBuffer().totalPendingWriteBytes())
                .isEqualTo(before);
        wire.socket().goOn();

        assertThat(wire.pongs()).containsExactly("p999");
    }

    @Test
    @DisplayName("inflight-bytes: a message being received counts until it is complete, the sender's end included")
    void countsWhatIsReceived() {
        Wire wire = wires.registered("D1");
        wire.receive(wire.encode(fragment(padded(20_000), false)));
        assertThat(budget.usedBytes()).isEqualTo(20_000);
        ByteBuf frame = wire.encode(next("x".repeat(15_000), true));
        wire.receive(frame.readRetainedSlice(10_000));
        assertThat(budget.usedBytes()).isEqualTo(30_000);

        wire.receive(frame);
        assertThat(budget.usedBytes()).isZero();
        assertThat(wire.error()).startsWith("Invalid message: ");

        wire.receive(wire.encode(fragment(padded(20_000), false)));
        wire.drop();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    @DisplayName("inflight-bytes: a paused sender is not blamed for its silence, and pinged again when it is read from")
    void sparesAPausedSender() {
        Wire wire = wires.registered("D1");
        Wire other = wires.registered("D2");
        wires.later(wire, 20);
        wire.receive(wire.encode(fragment(padded(20_000), false)));
        other.receive(other.encode(fragment(padded(18_000), false)));
        budget.outgoing(1_000_000);
        assertThat(wire.channel().config().isAutoRead()).isFalse();
        assertThat(other.channel().config().isAutoRead()).isTrue();

        wires.later(wire, 70);
        wires.later(wire, 55);
        budget.outgoing(-1_000_000);
        assertThat(wire.channel().config().isAutoRead()).isTrue();
        wires.later(wire, 10);
        assertThat(wire.goodbye()).isNull();

        wires.later(wire, 10);
        wires.later(wire, 60);
        assertThat(wire.goodbye()).startsWith("1011 ");
    }

    @Test
    @DisplayName("inflight-bytes: a paused sender that is closed by the server lets go of its share and is read from")
    void releasesAPausedSender() {
        Wire wire = wires.registered("D1");
        Wire other = wires.registered("D2");
        wire.receive(wire.encode(fragment(padded(20_000), false)));
        other.receive(other.encode(fragment(padded(18_000), false)));
        budget.outgoing(1_000_000);

        wire.connection().close(CloseCode.OPERATOR);
        wire.settle();

        assertThat(budget.usedBytes()).isEqualTo(1_018_000);
        assertThat(wire.channel().config().isAutoRead())
                .as("its answer is to be heard")
                .isTrue();
        budget.outgoing(-1_000_000);
    }

    @Test
    @DisplayName("1.4: a client that sends a long frame slowly is not taken for dead")
    void sparesASlowSender() {
        Wire wire = wires.registered("D1");
        wires.later(wire, 20);
        ByteBuf frame = wire.encode(new TextWebSocketFrame(padded(36_000)));
        for (int i = 0; i < 8; i++) {
            wire.receive(frame.readRetainedSlice(4_000));
            wires.later(wire, 50);
            assertThat(wire.goodbye()).isNull();
        }

        wire.receive(frame);

        assertThat(wire.types()).containsExactly("heartbeat");
    }
}
