package io.agentserver.server.ws;

import static io.agentserver.server.ws.Wires.HEARTBEAT;
import static io.agentserver.server.ws.Wires.LIMIT;
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
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends, whoever ends it (contract 1.3 to 1.5), without a socket and in virtual time. */
class ConnectionCloseTest {

    @RegisterExtension
    final Wires wires = new Wires();

    private final HubKit kit = wires.kit();
    private final InflightBudget budget = wires.budget();

    @Test
    @DisplayName("14: a client that says good-bye is gone at once; its code is echoed")
    void answersAGoodbye() {
        Wire wire = wires.registered("D1");

        wire.send(new CloseWebSocketFrame(4_001, "x".repeat(123)));

        assertThat(wire.goodbye()).isEqualTo("4001 ");
        assertThat(wire.isOpen()).isFalse();
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.CLOSED);
    }

    @Test
    @DisplayName("a good-bye without a code, or with one that must not be sent, is answered without one")
    void answersOtherGoodbyes() {
        Wire silent = wires.registered("D1");
        silent.send(new CloseWebSocketFrame());
        assertThat(silent.goodbye()).isEqualTo("-1 ");

        Wire odd = wires.registered("D2");
        odd.receive(masked(0x88, 0xff, 0xff));
        assertThat(odd.goodbye()).isNotNull();
        assertThat(kit.registry().find("D2")).isNull();
    }

    @ParameterizedTest(name = "a good-bye with code {0} breaks the protocol")
    @ValueSource(ints = {999, 1_004, 1_005, 1_006, 1_015, 2_999})
    void refusesIllegalCodes(int code) {
        Wire wire = wires.registered("D1");

        wire.receive(masked(0x88, code >> 8, code & 0xff));

        assertThat(wire.goodbye()).startsWith("1002 ");
    }

    @Test
    @DisplayName("an operator's disconnect follows what was queued, and waits for the answer")
    void saysGoodbyeAfterWhatWasQueued() {
        Wire wire = wires.registered("D1");
        wire.socket().fill();
        wire.connection().send(ServerMessageType.ERROR, error("one"));
        wire.connection().send(ServerMessageType.ERROR, error("two"));

        kit.hub().disconnect("D1");
        wire.connection().send(ServerMessageType.ERROR, error("too late"));
        wire.settle();
        assertThat(kit.registry().size()).as("the id is free at once").isZero();
        wire.socket().goOn();

        assertThat(wire.types()).containsExactly("error", "error");
        assertThat(wire.goodbye()).isEqualTo("1000 disconnected by operator");
        assertThat(wire.isOpen()).isTrue();
        wire.send(new CloseWebSocketFrame(1_000, ""));
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    @DisplayName("a peer that does not answer a close is cut off after 5 s")
    void doesNotWaitForEver() {
        Wire wire = wires.registered("D1");
        wire.connection().close(CloseCode.SHUTDOWN);

        wires.later(wire, 4.9);
        assertThat(wire.isOpen()).isTrue();
        wires.later(wire, 0.1);

        assertThat(wire.goodbye()).isEqualTo("1001 server is shutting down");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    @DisplayName("both sides close at once: each says it once")
    void closesFromBothSides() {
        Wire wire = wires.registered("D1");
        wire.socket().fill();
        wire.connection().send(ServerMessageType.ERROR, error("one"));
        wire.connection().close(CloseCode.SHUTDOWN);

        wire.send(new CloseWebSocketFrame(1_000, "bye"));
        wire.socket().goOn();

        assertThat(wire.goodbye()).isEqualTo("1001 server is shutting down");
        assertThat(wire.isOpen()).isFalse();
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.SHUTDOWN);
    }

    @Test
    @DisplayName("the first reason counts, and frames after it are not heard")
    void closesOnce() {
        Wire wire = wires.registered("D1");
        wire.connection().close(CloseCode.OPERATOR);
        wire.connection().close(CloseCode.SHUTDOWN);
        wire.say(HEARTBEAT);

        assertThat(wire.messages()).isEmpty();
        assertThat(wire.goodbye()).isEqualTo("1000 disconnected by operator");
    }

    @Test
    @DisplayName("1.3: a frame over the limit is 1009, exactly the limit is not; what follows is thrown away")
    void refusesALargeFrame() {
        Wire fits = wires.registered("D1");
        fits.say(padded(LIMIT));
        assertThat(fits.types()).containsExactly("heartbeat");

        Wire wire = wires.registered("D2");
        ByteBuf frame = wire.encode(new TextWebSocketFrame(padded(LIMIT + 1)));
        while (frame.isReadable()) {
            wire.receive(frame.readRetainedSlice(Math.min(10_000, frame.readableBytes())));
            assertThat(budget.usedBytes()).isZero();
        }
        frame.release();

        assertThat(wire.goodbye()).isEqualTo("1009 message too big");
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.TOO_BIG);
    }

    @Test
    @DisplayName("1.3: fragments over the limit are 1009, exactly the limit is not")
    void refusesLargeFragments() {
        Wire fits = wires.registered("D1");
        String text = padded(LIMIT);
        fits.send(fragment(text.substring(0, 5), false), next(text.substring(5), true));
        assertThat(fits.types()).containsExactly("heartbeat");

        Wire wire = wires.registered("D2");
        wire.send(fragment(padded(LIMIT), false), next("", false), next("x", true), new TextWebSocketFrame(HEARTBEAT));
        assertThat(wire.messages()).isEmpty();
        assertThat(wire.goodbye()).isEqualTo("1009 message too big");
    }

    @Test
    @DisplayName("text that is not UTF-8 is 1007, a broken frame 1002")
    void refusesBrokenFrames() {
        Wire text = wires.registered("D1");
        text.receive(masked(0x81, 0xc0, 0x80));
        assertThat(text.goodbye()).isEqualTo("1007 text is not UTF-8");

        Wire frame = wires.registered("D2");
        frame.receive(masked(0x83, 0));
        assertThat(frame.goodbye()).startsWith("1002 ");

        Wire unmasked = wires.registered("D3");
        unmasked.receive(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 1, 'x'}));
        assertThat(unmasked.goodbye()).startsWith("1002 ");
    }

    @Test
    @DisplayName("73: no pong for 60 s is 1011 and the end of its sessions")
    void closesASilentClient() {
        Wire wire = wires.registered("D1");
        kit.sessions().dispatch("D1", "r", "n");
        wires.later(wire, 20);
        assertThat(wire.pings()).hasSize(1);

        wires.later(wire, 59.9);
        assertThat(wire.goodbye()).isNull();
        wires.later(wire, 0.1);

        assertThat(wire.goodbye()).isEqualTo("1011 keepalive ping timeout");
        assertThat(kit.sessions().active()).isZero();
        assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.PING_TIMEOUT);
    }

    @Test
    @DisplayName("1.4: a client that answers pings is not closed, however long it says nothing")
    void keepsAQuietClient() {
        Wire wire = wires.registered("D1");
        for (int i = 0; i < 100; i++) {
            wires.later(wire, 20);
            List<byte[]> pings = wire.pings();
            assertThat(pings).hasSize(1);
            wire.pong(pings.get(0));
        }

        assertThat(wire.goodbye()).isNull();
    }

    @Test
    @DisplayName("a broken line is a network error, a fault of ours is logged; both end the connection")
    void endsOnFaults() {
        Wire line = wires.registered("D1");
        line.channel().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertThat(line.isOpen()).isFalse();

        Wire fault = wires.registered("D2");
        fault.channel().pipeline().fireExceptionCaught(new Fault());
        assertThat(fault.isOpen()).isFalse();

        assertThat(kit.recording().disconnections())
                .containsExactly(DisconnectReason.NETWORK_ERROR, DisconnectReason.NETWORK_ERROR);
    }

    @Test
    @DisplayName("a connection that is dead before it begins is never looked after")
    void ignoresADeadChannel() {
        Wire wire = wires.open();
        wire.drop();
        wire.connection().send(ServerMessageType.ERROR, error("nobody hears it"));
        wire.connection().close(CloseCode.OPERATOR);
        List<Boolean> alive = new ArrayList<>();
        wire.connection().probe(Duration.ofSeconds(3)).subscribe(alive::add);
        wire.settle();

        assertThat(alive).containsExactly(false);
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super("for the test", null, false, false);
        }
    }

    /** A short frame that no encoder would make; the mask is zero. */
    private static ByteBuf masked(int firstByte, int... payload) {
        ByteBuf frame = Unpooled.buffer()
                .writeByte(firstByte)
                .writeByte(0x80 | payload.length)
                .writeInt(0);
        for (int b : payload) {
            frame.writeByte(b);
        }
        return frame;
    }
}
