package io.agentserver.server.ws;

import static io.agentserver.server.ws.Wires.HEARTBEAT;
import static io.agentserver.server.ws.Wires.fragment;
import static io.agentserver.server.ws.Wires.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.CancelReason;
import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a registered client sends, however it is cut, and the order of the answers (contract 1.3, 3.17). */
class ConnectionFramesTest {

    @RegisterExtension
    final Wires wires = new Wires();

    private final HubKit kit = wires.kit();
    private final InflightBudget budget = wires.budget();

    @Test
    @DisplayName("a message in fragments of one byte, with pings between them")
    void joinsTinyFragments() {
        Wire wire = wires.registered("D1");
        List<WebSocketFrame> frames = new ArrayList<>();
        for (int i = 0; i < HEARTBEAT.length(); i++) {
            String one = HEARTBEAT.substring(i, i + 1);
            frames.add(i == 0 ? fragment(one, false) : next(one, i == HEARTBEAT.length() - 1));
            frames.add(new PingWebSocketFrame(Unpooled.copiedBuffer("p" + i, StandardCharsets.UTF_8)));
        }

        wire.send(frames.toArray(WebSocketFrame[]::new));

        assertThat(wire.pongs()).hasSize(HEARTBEAT.length()).startsWith("p0", "p1");
        assertThat(wire.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("a message whose bytes come one by one")
    void readsByteByByte() {
        Wire wire = wires.registered("D1");
        ByteBuf bytes = wire.encode(new TextWebSocketFrame(HEARTBEAT));

        while (bytes.isReadable()) {
            wire.receive(bytes.readRetainedSlice(1));
        }
        bytes.release();

        assertThat(wire.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("a flood of empty fragments holds nothing")
    void survivesEmptyFragments() {
        Wire wire = wires.registered("D1");
        wire.send(fragment("", false));
        for (int i = 0; i < 300; i++) {
            wire.send(next("", false), next("", false), next("", false));
        }
        assertThat(budget.usedBytes()).isZero();
        wire.send(next(HEARTBEAT, true));

        assertThat(wire.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("3.17: an announced binary frame is swallowed, another is refused; the connection stays")
    void swallowsAnnouncedBinaries() {
        Wire wire = wires.registered("D1");
        wire.say("{\"type\":\"binary_data\",\"size\":3}");
        assertThat(wire.error()).isEqualTo("Binary transfer is not supported");

        wire.send(
                new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[2])),
                new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[1])));
        assertThat(wire.messages()).isEmpty();
        wire.send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[3])));
        assertThat(wire.error()).isEqualTo("Binary transfer is not supported");
        wire.say(HEARTBEAT);
        assertThat(wire.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("69: what cannot be read is answered, and the connection stays")
    void staysAfterNonsense() {
        Wire wire = wires.registered("D1");
        for (String nonsense : List.of("hello", "[]", "", "{\"type\":\"bogus\"}")) {
            wire.say(nonsense);
            assertThat(wire.error()).startsWith("Invalid message: ");
        }
        wire.say(HEARTBEAT);

        assertThat(wire.types()).containsExactly("heartbeat");
    }

    @Test
    @DisplayName("what comes in one packet is answered by one flush")
    void flushesOnce() {
        Wire wire = wires.registered("D1");
        int before = wire.socket().flushes();
        TextWebSocketFrame[] frames = new TextWebSocketFrame[50];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new TextWebSocketFrame(HEARTBEAT);
        }

        wire.send(frames);

        assertThat(wire.types()).hasSize(50);
        assertThat(wire.socket().flushes() - before).isEqualTo(1);
    }

    @Test
    @DisplayName("1.3: ACK before COMMAND before TASK_END on one socket")
    void keepsTheOrderOfATask() {
        Wire wire = wires.registered("D1");
        wire.say("{\"type\":\"task\",\"request\":\"r\"}");
        List<ServerMessage> sent = wire.messages();
        String session = sent.get(0).header().sessionId();

        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(sent).extracting(message -> message.type().wire()).containsExactly("heartbeat", "command");
        assertThat(wire.types()).containsExactly("task_end");
    }
}
