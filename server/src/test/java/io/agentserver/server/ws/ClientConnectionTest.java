package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection from its first byte to its end, without a socket and in virtual time (contract 1, 3.1 to 3.6). */
class ClientConnectionTest {

    private static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"status\":\"ok\"}";
    private static final int LIMIT = 40_000;

    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults()
                    .withLimits(limits -> limits.withMessageBytes(LIMIT).withOutboxBytes(10_000)),
            new DelegateEngine());
    private final InflightBudget budget = new InflightBudget(1_000_000);
    private final List<Wire> wires = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        wires.forEach(Wire::drop);
        wires.forEach(Wire::finish);
        assertThat(kit.registry().size()).isZero();
        assertThat(budget.usedBytes()).isZero();
    }

    @Nested
    @DisplayName("first frame")
    class FirstFrame {

        @Test
        @DisplayName("5: a REGISTER is confirmed")
        void confirms() {
            Wire wire = open();

            wire.register("D1");

            assertThat(wire.types()).containsExactly("heartbeat");
            assertThat(kit.registry().find("D1")).isNotNull();
        }

        @ParameterizedTest(name = "8, 9, 10: {0} is answered by an error and 1008")
        @CsvSource(
                delimiter = '|',
                value = {
                    "hello | Invalid message: not JSON",
                    "'' | Invalid message: not JSON",
                    "[] | Invalid message: not a JSON object",
                    "{\"type\":\"heartbeat\",\"client_id\":\"D1\"} | First message must be a registration message",
                    "{\"type\":\"bogus\"} | First message must be a registration message",
                    "{\"client_id\":\"D1\"} | First message must be a registration message",
                    "{\"type\":\"register\"} | Client ID is required for WebSocket registration",
                    "{\"type\":\"register\",\"client_id\":\"\"} | Client ID is required for WebSocket registration",
                    "{\"type\":\"register\",\"client_id\":7} | Invalid message: client_id: must be a string",
                })
        void refusesAnother(String text, String error) {
            Wire wire = open();

            wire.say(text);

            assertThat(wire.error()).isEqualTo(error);
            assertThat(wire.goodbye()).startsWith("1008 ");
            wire.register("D1");
            assertThat(kit.registry().size()).as("what follows is not heard").isZero();
        }

        @Test
        @DisplayName("10: a binary frame is answered by an error and 1008")
        void refusesBinary() {
            Wire wire = open();

            wire.send(new BinaryWebSocketFrame(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)));

            assertThat(wire.error()).isEqualTo("First message must be a registration message");
            assertThat(wire.goodbye()).startsWith("1008 ");
        }

        @Test
        @DisplayName("11: nothing for 30 s")
        void waits() {
            Wire wire = open();

            later(wire, 29);
            assertThat(wire.goodbye()).isNull();
            later(wire, 1);

            assertThat(wire.error()).isEqualTo("Registration timed out");
            assertThat(wire.goodbye()).startsWith("1008 ");
        }

        @Test
        @DisplayName("16: an unknown target is answered by an error and 1000 without a reason")
        void refusesAnUnknownTarget() {
            Wire wire = open();

            wire.say(
                    "{\"type\":\"register\",\"client_type\":\"constellation\",\"client_id\":\"C\",\"target_id\":\"nope\"}");

            assertThat(wire.error()).isEqualTo("Target device 'nope' is not connected");
            assertThat(wire.goodbye()).isEqualTo("1000 ");
        }

        @Test
        @DisplayName("3.2.5: what comes in the same packet as REGISTER is heard, after the confirmation")
        void hearsWhatFollowsAtOnce() {
            Wire wire = open();

            wire.send(
                    new TextWebSocketFrame(
                            "{\"type\":\"register\",\"client_id\":\"D1\",\"metadata\":{\"platform\":\"linux\"}}"),
                    new TextWebSocketFrame("{\"type\":\"task\",\"request\":\"r\"}"),
                    new TextWebSocketFrame(HEARTBEAT));

            assertThat(wire.types()).containsExactly("heartbeat", "heartbeat", "command", "heartbeat");
        }
    }

    @Nested
    @DisplayName("contested id")
    class ContestedId {

        @Test
        @DisplayName("12: a holder that answers keeps its id")
        void keepsALiveHolder() {
            Wire holder = registered("D1");
            Wire newcomer = open();

            newcomer.register("D1");
            assertThat(newcomer.messages())
                    .as("nothing is said before it is settled")
                    .isEmpty();
            pong(holder, holder.pings().get(0));

            settle();
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
            Wire holder = registered("D1");
            kit.sessions().dispatch("D1", "r", "n");
            Wire newcomer = open();
            newcomer.register("D1");

            later(newcomer, 2.9);
            assertThat(newcomer.messages()).isEmpty();
            later(newcomer, 0.1);

            settle();
            assertThat(newcomer.types()).containsExactly("heartbeat");
            assertThat(holder.goodbye()).isEqualTo("1000 replaced by a new connection");
            assertThat(kit.sessions().active()).isZero();
            holder.say(HEARTBEAT);
            assertThat(holder.messages())
                    .filteredOn(m -> m.type() == ServerMessageType.HEARTBEAT)
                    .isEmpty();
            later(holder, 5);
            assertThat(holder.isOpen()).isFalse();
            assertThat(kit.registry().find("D1"))
                    .as("the end of the old one leaves the new one alone")
                    .isNotNull();
            assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.EVICTED);
        }

        @Test
        @DisplayName("14: a holder that goes away meanwhile frees the id at once")
        void takesAFreedId() {
            Wire holder = registered("D1");
            Wire newcomer = open();
            newcomer.register("D1");

            holder.drop();
            settle();

            assertThat(newcomer.types()).containsExactly("heartbeat");
        }

        @Test
        @DisplayName("only the answer to this very ping proves life")
        void wantsTheVeryAnswer() {
            Wire holder = registered("D1");
            Wire newcomer = open();
            newcomer.register("D1");

            pong(holder, new byte[8]);
            pong(holder, new byte[0]);
            settle();

            assertThat(newcomer.messages()).isEmpty();
        }

        @Test
        @DisplayName("3.4: a holder in the middle of a long frame cannot answer; its bytes prove that it lives")
        void acceptsBytesAsAnAnswer() {
            Wire holder = registered("D1");
            ByteBuf frame = holder.encode(
                    new TextWebSocketFrame("{\"type\":\"heartbeat\",\"x\":\"" + "x".repeat(30_000) + "\"}"));
            holder.receive(frame.readRetainedSlice(20_000));
            Wire newcomer = open();
            newcomer.register("D1");

            holder.receive(frame.readRetainedSlice(100));

            settle();
            assertThat(newcomer.error()).startsWith("client_id 'D1' is already registered");
            holder.receive(frame);
            assertThat(holder.types()).containsExactly("heartbeat");
        }

        @Test
        @DisplayName("3.4: a holder that the server itself does not read from is not blamed for its silence")
        void sparesAPausedHolder() {
            Wire holder = registered("D1");
            Wire other = registered("D2");
            ByteBuf frame = holder.encode(new TextWebSocketFrame(" ".repeat(36_000)));
            holder.receive(frame.readRetainedSlice(25_000));
            other.receive(
                    other.encode(new TextWebSocketFrame(" ".repeat(36_000))).readSlice(18_000));
            budget.outgoing(1_000_000);
            holder.settle();
            assertThat(holder.channel().config().isAutoRead()).isFalse();
            Wire newcomer = open();

            newcomer.register("D1");

            settle();
            assertThat(newcomer.error()).startsWith("client_id 'D1' is already registered");
            budget.outgoing(-1_000_000);
            frame.release();
        }

        @Test
        @DisplayName("what a newcomer says before it is settled is heard afterwards, in order")
        void hearsEarlyMessages() {
            Wire holder = registered("D1");
            Wire newcomer = open();
            newcomer.send(
                    new TextWebSocketFrame(
                            "{\"type\":\"register\",\"client_id\":\"D1\",\"metadata\":{\"platform\":\"linux\"}}"),
                    new TextWebSocketFrame("{\"type\":\"task\",\"request\":\"r\"}"),
                    new TextWebSocketFrame(HEARTBEAT));
            assertThat(newcomer.channel().config().isAutoRead())
                    .as("nothing more is read")
                    .isFalse();

            holder.drop();
            settle();

            assertThat(newcomer.types()).containsExactly("heartbeat", "heartbeat", "command", "heartbeat");
            assertThat(newcomer.channel().config().isAutoRead()).isTrue();
        }

        @Test
        @DisplayName("too many messages before it is settled are refused")
        void refusesTooManyEarlyMessages() {
            registered("D1");
            Wire newcomer = open();
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
            registered("D1");
            Wire newcomer = open();
            later(newcomer, 29);
            newcomer.register("D1");
            later(newcomer, 2);
            assertThat(newcomer.goodbye()).isNull();

            later(newcomer, 1);

            assertThat(newcomer.types()).containsExactly("heartbeat");
        }

        @Test
        @DisplayName("of two newcomers one gets the id of a dead holder, and is then a live holder itself")
        void settlesTwoNewcomers() {
            registered("D1");
            Wire first = open();
            Wire second = open();
            first.register("D1");
            second.register("D1");

            later(first, 3);
            settle();
            Wire winner = first.types().isEmpty() ? second : first;
            Wire loser = winner == first ? second : first;
            pong(winner, winner.pings().get(0));
            settle();

            assertThat(loser.error()).startsWith("client_id 'D1' is already registered");
            assertThat(winner.goodbye()).isNull();
        }

        @Test
        @DisplayName("a newcomer that goes away before it is settled disturbs nobody and leaves nothing")
        void forgetsAnImpatientNewcomer() {
            Wire holder = registered("D1");
            Wire newcomer = open();
            newcomer.register("D1");

            newcomer.drop();
            later(holder, 3);

            assertThat(holder.goodbye()).isNull();
            assertThat(kit.registry().find("D1")).isNotNull();
        }
    }

    @Nested
    @DisplayName("close")
    class Close {

        @Test
        @DisplayName("14: a client that says good-bye is gone at once; its code is echoed")
        void answersAGoodbye() {
            Wire wire = registered("D1");

            wire.send(new CloseWebSocketFrame(4_001, "x".repeat(123)));

            assertThat(wire.goodbye()).isEqualTo("4001 ");
            assertThat(wire.isOpen()).isFalse();
            assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.CLOSED);
        }

        @Test
        @DisplayName("a good-bye without a code, or with one that must not be sent, is answered without one")
        void answersOtherGoodbyes() {
            Wire silent = registered("D1");
            silent.send(new CloseWebSocketFrame());
            assertThat(silent.goodbye()).isEqualTo("-1 ");

            Wire odd = registered("D2");
            odd.receive(masked(0x88, 0xff, 0xff));
            assertThat(odd.goodbye()).isNotNull();
            assertThat(kit.registry().find("D2")).isNull();
        }

        @ParameterizedTest(name = "a good-bye with code {0} breaks the protocol")
        @ValueSource(ints = {999, 1_004, 1_005, 1_006, 1_015, 2_999})
        void refusesIllegalCodes(int code) {
            Wire wire = registered("D1");

            wire.receive(masked(0x88, code >> 8, code & 0xff));

            assertThat(wire.goodbye()).startsWith("1002 ");
        }

        @Test
        @DisplayName("an operator's disconnect follows what was queued, and waits for the answer")
        void saysGoodbyeAfterWhatWasQueued() {
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
            wire.connection().close(CloseCode.SHUTDOWN);

            later(wire, 4.9);
            assertThat(wire.isOpen()).isTrue();
            later(wire, 0.1);

            assertThat(wire.goodbye()).isEqualTo("1001 server is shutting down");
            assertThat(wire.isOpen()).isFalse();
        }

        @Test
        @DisplayName("both sides close at once: each says it once")
        void closesFromBothSides() {
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
            wire.connection().close(CloseCode.OPERATOR);
            wire.connection().close(CloseCode.SHUTDOWN);
            wire.say(HEARTBEAT);

            assertThat(wire.messages()).isEmpty();
            assertThat(wire.goodbye()).isEqualTo("1000 disconnected by operator");
        }

        @Test
        @DisplayName("1.3: a frame over the limit is 1009, exactly the limit is not; what follows is thrown away")
        void refusesALargeFrame() {
            Wire fits = registered("D1");
            fits.say(padded(LIMIT));
            assertThat(fits.types()).containsExactly("heartbeat");

            Wire wire = registered("D2");
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
            Wire fits = registered("D1");
            String text = padded(LIMIT);
            fits.send(fragment(text.substring(0, 5), false), next(text.substring(5), true));
            assertThat(fits.types()).containsExactly("heartbeat");

            Wire wire = registered("D2");
            wire.send(
                    fragment(padded(LIMIT), false),
                    next("", false),
                    next("x", true),
                    new TextWebSocketFrame(HEARTBEAT));
            assertThat(wire.messages()).isEmpty();
            assertThat(wire.goodbye()).isEqualTo("1009 message too big");
        }

        @Test
        @DisplayName("text that is not UTF-8 is 1007, a broken frame 1002")
        void refusesBrokenFrames() {
            Wire text = registered("D1");
            text.receive(masked(0x81, 0xc0, 0x80));
            assertThat(text.goodbye()).isEqualTo("1007 text is not UTF-8");

            Wire frame = registered("D2");
            frame.receive(masked(0x83, 0));
            assertThat(frame.goodbye()).startsWith("1002 ");

            Wire unmasked = registered("D3");
            unmasked.receive(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 1, 'x'}));
            assertThat(unmasked.goodbye()).startsWith("1002 ");
        }

        @Test
        @DisplayName("73: no pong for 60 s is 1011 and the end of its sessions")
        void closesASilentClient() {
            Wire wire = registered("D1");
            kit.sessions().dispatch("D1", "r", "n");
            later(wire, 20);
            assertThat(wire.pings()).hasSize(1);

            later(wire, 59.9);
            assertThat(wire.goodbye()).isNull();
            later(wire, 0.1);

            assertThat(wire.goodbye()).isEqualTo("1011 keepalive ping timeout");
            assertThat(kit.sessions().active()).isZero();
            assertThat(kit.recording().disconnections()).containsExactly(DisconnectReason.PING_TIMEOUT);
        }

        @Test
        @DisplayName("1.4: a client that answers pings is not closed, however long it says nothing")
        void keepsAQuietClient() {
            Wire wire = registered("D1");
            for (int i = 0; i < 100; i++) {
                later(wire, 20);
                List<byte[]> pings = wire.pings();
                assertThat(pings).hasSize(1);
                pong(wire, pings.get(0));
            }

            assertThat(wire.goodbye()).isNull();
        }

        @Test
        @DisplayName("a broken line is a network error, a fault of ours is logged; both end the connection")
        void endsOnFaults() {
            Wire line = registered("D1");
            line.channel().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
            assertThat(line.isOpen()).isFalse();

            Wire fault = registered("D2");
            fault.channel().pipeline().fireExceptionCaught(new Fault());
            assertThat(fault.isOpen()).isFalse();

            assertThat(kit.recording().disconnections())
                    .containsExactly(DisconnectReason.NETWORK_ERROR, DisconnectReason.NETWORK_ERROR);
        }

        @Test
        @DisplayName("a connection that is dead before it begins is never looked after")
        void ignoresADeadChannel() {
            Wire wire = open();
            wire.drop();
            wire.connection().send(ServerMessageType.ERROR, error("nobody hears it"));
            wire.connection().close(CloseCode.OPERATOR);
            List<Boolean> alive = new ArrayList<>();
            wire.connection().probe(Duration.ofSeconds(3)).subscribe(alive::add);
            wire.settle();

            assertThat(alive).containsExactly(false);
        }
    }

    @Nested
    @DisplayName("frames")
    class Frames {

        @Test
        @DisplayName("a message in fragments of one byte, with pings between them")
        void joinsTinyFragments() {
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
            int before = wire.socket().flushes();
            TextWebSocketFrame[] frames = new TextWebSocketFrame[50];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = new TextWebSocketFrame(HEARTBEAT);
            }

            wire.send(frames);

            assertThat(wire.types()).hasSize(50);
            assertThat(wire.socket().flushes() - before).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("bounds")
    class Bounds {

        @Test
        @DisplayName("1013: a reader that does not keep up is closed, not before the sender is done with it")
        void closesASlowReader() {
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
            Wire wire = registered("D1");
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
        @DisplayName(
                "inflight-bytes: a paused sender is not blamed for its silence, and pinged again when it is read from")
        void sparesAPausedSender() {
            Wire wire = registered("D1");
            Wire other = registered("D2");
            later(wire, 20);
            wire.receive(wire.encode(fragment(padded(20_000), false)));
            other.receive(other.encode(fragment(padded(18_000), false)));
            budget.outgoing(1_000_000);
            assertThat(wire.channel().config().isAutoRead()).isFalse();
            assertThat(other.channel().config().isAutoRead()).isTrue();

            later(wire, 70);
            later(wire, 55);
            budget.outgoing(-1_000_000);
            assertThat(wire.channel().config().isAutoRead()).isTrue();
            later(wire, 10);
            assertThat(wire.goodbye()).isNull();

            later(wire, 10);
            later(wire, 60);
            assertThat(wire.goodbye()).startsWith("1011 ");
        }

        @Test
        @DisplayName(
                "inflight-bytes: a paused sender that is closed by the server lets go of its share and is read from")
        void releasesAPausedSender() {
            Wire wire = registered("D1");
            Wire other = registered("D2");
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
            Wire wire = registered("D1");
            later(wire, 20);
            ByteBuf frame = wire.encode(new TextWebSocketFrame(padded(36_000)));
            for (int i = 0; i < 8; i++) {
                wire.receive(frame.readRetainedSlice(4_000));
                later(wire, 50);
                assertThat(wire.goodbye()).isNull();
            }

            wire.receive(frame);

            assertThat(wire.types()).containsExactly("heartbeat");
        }
    }

    @Test
    @DisplayName("1.3: ACK before COMMAND before TASK_END on one socket")
    void keepsTheOrderOfATask() {
        Wire wire = registered("D1");
        wire.say("{\"type\":\"task\",\"request\":\"r\"}");
        List<ServerMessage> sent = wire.messages();
        String session = sent.get(0).header().sessionId();

        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(sent).extracting(message -> message.type().wire()).containsExactly("heartbeat", "command");
        assertThat(wire.types()).containsExactly("task_end");
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super("for the test", null, false, false);
        }
    }

    private Wire open() {
        Wire wire = new Wire(kit, budget);
        wires.add(wire);
        return wire;
    }

    private Wire registered(String id) {
        Wire wire = open();
        wire.register(id);
        assertThat(wire.types()).containsExactly("heartbeat");
        return wire;
    }

    private void settle() {
        wires.forEach(Wire::settle);
    }

    /** Lets time pass, and has the sweep look at that connection. */
    private void later(Wire wire, double seconds) {
        kit.advance(Duration.ofMillis(Math.round(seconds * 1_000)));
        settle();
        wire.sweep();
    }

    private static void pong(Wire wire, byte[] payload) {
        wire.send(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    private static RawJson error(String text) {
        return RawJson.of("{\"type\":\"error\",\"status\":\"error\",\"error\":\"" + text + "\"}");
    }

    /** A heartbeat of that many bytes. */
    private static String padded(int length) {
        return HEARTBEAT + " ".repeat(length - HEARTBEAT.length());
    }

    private static WebSocketFrame fragment(String text, boolean last) {
        return new TextWebSocketFrame(last, 0, text);
    }

    private static WebSocketFrame next(String text, boolean last) {
        return new ContinuationWebSocketFrame(last, 0, text);
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
