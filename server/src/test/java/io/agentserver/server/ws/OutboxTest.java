package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions, "Memory": {@code limits.outbox-bytes}. */
class OutboxTest {

    private static final int BUDGET = 1_000;
    private static final int LARGE = 300_000;

    private final Socket socket = new Socket();
    private final EmbeddedChannel channel = new EmbeddedChannel(socket);
    private final InflightBudget inflight = new InflightBudget(Long.MAX_VALUE);
    private final Outbox outbox = new Outbox(channel, BUDGET, inflight);

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
        socket.finish();
    }

    @ParameterizedTest(name = "1.3: a message of {0} bytes is one text message")
    @ValueSource(ints = {2, 125, 126, 65_535, 65_536, 131_072, 131_073, LARGE})
    void writesAMessageOfAnySize(int length) {
        RawJson message = message(length);

        assertThat(outbox.write(message)).isTrue();
        send();

        assertThat(texts()).containsExactly(message.toString());
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(inflight.usedBytes()).isZero();
    }

    @Test
    @DisplayName("a large message goes out in fragments, the next only when the socket has taken the last")
    void sendsALargeMessagePieceByPiece() {
        socket.stall();

        outbox.write(message(LARGE));

        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(2 * 131_072L);
        assertThat(inflight.usedBytes()).isEqualTo(LARGE - 131_072L);
        socket.goOn();
        send();
        List<WebSocketFrame> frames = new ArrayList<>();
        frames.addAll(socket.frames());
        assertThat(frames).hasSize(3);
        assertThat(frames).extracting(WebSocketFrame::isFinalFragment).containsExactly(false, false, true);
        frames.forEach(WebSocketFrame::release);
    }

    @Test
    @DisplayName("a message made of several pieces is cut into fragments wherever that falls")
    void cutsComposedMessages() {
        RawJson composed = RawJson.array(List.of(message(100_000), message(31_070), message(LARGE), message(3)));

        outbox.write(composed);
        send();

        assertThat(texts()).containsExactly(composed.toString());
    }

    @Test
    @DisplayName("messages leave in the order in which they came")
    void keepsTheOrder() {
        socket.fill();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            RawJson message = RawJson.of("[" + i + "]");
            expected.add(message.toString());
            assertThat(outbox.write(message)).isTrue();
        }

        assertThat(outbox.waitingBytes()).isEqualTo(27);
        assertThat(inflight.usedBytes()).isEqualTo(27);
        socket.goOn();
        send();

        assertThat(texts()).isEqualTo(expected);
        assertThat(inflight.usedBytes()).isZero();
    }

    @Test
    @DisplayName("an empty outbox takes one message of any size, although the socket takes nothing")
    void takesOneMessageOfAnySize() {
        socket.fill();

        assertThat(outbox.write(message(LARGE))).isTrue();
        assertThat(outbox.write(message(BUDGET)))
                .as("and behind it as much as the budget allows")
                .isTrue();
        assertThat(inflight.usedBytes()).isEqualTo(LARGE + BUDGET);

        socket.goOn();
        send();
        assertThat(texts()).extracting(String::length).containsExactly(LARGE, BUDGET);
    }

    @Test
    @DisplayName("a heartbeat behind a large message does not make its reader a slow one")
    void countsOnlyWhatWaitsBehind() {
        socket.fill();
        outbox.write(message(100_000)); // not large enough for fragments, so it waits as a whole

        for (int i = 0; i < 10; i++) {
            assertThat(outbox.write(message(BUDGET / 10))).isTrue();
        }
        assertThat(outbox.write(message(BUDGET / 10))).isFalse();
    }

    @Test
    @DisplayName("what would pass the budget while others wait is refused, and what waited still leaves")
    void refusesWhatPassesTheBudget() {
        socket.fill();
        outbox.write(message(10));
        assertThat(outbox.write(message(BUDGET))).isTrue();

        assertThat(outbox.write(message(2))).isFalse();

        socket.goOn();
        send();
        assertThat(texts()).extracting(String::length).containsExactly(10, BUDGET);
        assertThat(outbox.write(message(2))).isTrue();
        send();
        assertThat(texts()).hasSize(1);
    }

    @Test
    @DisplayName("accounts stand at zero after a discard in the middle of a message")
    void forgetsEverything() {
        socket.fill();
        outbox.write(message(LARGE));
        outbox.write(message(50));
        outbox.write(message(50));

        outbox.discard();

        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.waitingBytes()).isZero();
        assertThat(inflight.usedBytes()).isZero();
        outbox.discard();
        socket.goOn();
        send();
        assertThat(inflight.usedBytes()).isZero();
        assertThat(socket.frames()).isEmpty();
    }

    @Test
    @DisplayName("accounts stand at zero when the channel closes under it")
    void survivesAClosedChannel() {
        socket.fill();
        outbox.write(message(LARGE));
        outbox.write(message(50));
        channel.close();

        outbox.drain();
        outbox.discard();

        assertThat(inflight.usedBytes()).isZero();
    }

    private void send() {
        for (int i = 0; i < 10; i++) {
            outbox.drain();
            channel.flush();
        }
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (WebSocketFrame frame : socket.frames()) {
            assertThat(frame instanceof TextWebSocketFrame)
                    .as("the first fragment says text")
                    .isEqualTo(text.isEmpty());
            text.append(frame.content().toString(StandardCharsets.UTF_8));
            if (frame.isFinalFragment()) {
                texts.add(text.toString());
                text.setLength(0);
            }
            frame.release();
        }
        assertThat(text).as("nothing is left unfinished").isEmpty();
        return texts;
    }

    /** A JSON string of that many bytes. */
    private static RawJson message(int length) {
        return RawJson.of("\"" + "x".repeat(length - 2) + "\"");
    }
}
