package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private static final int LIMIT = 200_000;

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = new FrameReader(LIMIT, new FrameReader.Listener() {
        @Override
        public void text(byte[] array, int length, boolean owned) {
            assertThat(owned).as("an array of its own has the message's length").isEqualTo(array.length == length);
            heard.add(new String(array, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        public void binary() {
            heard.add("<binary>");
        }

        @Override
        public void tooBig() {
            heard.add("<too big>");
        }

        @Override
        public void notUtf8() {
            heard.add("<not UTF-8>");
        }
    });

    @Test
    void hearsWholeMessages() {
        String large = "x".repeat(70_000);

        read(text(true, "one"), text(true, ""), text(true, large), text(true, "two"));

        assertThat(heard).containsExactly("one", "", large, "two");
    }

    @Test
    @DisplayName("fragments are joined, empty ones and those that cut a character included")
    void joinsFragments() {
        byte[] clef = "\uD834\uDD1E".getBytes(StandardCharsets.UTF_8);

        read(text(false, "a"), next(false, ""), next(false, new byte[] {clef[0], clef[1]}));
        assertThat(reader.partialBytes()).isEqualTo(3);
        read(next(false, new byte[] {clef[2], clef[3]}), next(true, "z"));

        assertThat(heard).containsExactly("a\uD834\uDD1Ez");
        assertThat(reader.partialBytes()).isZero();
    }

    @Test
    @DisplayName("a message that begins with an empty fragment, or consists of nothing else, is a message")
    void joinsEmptyFragments() {
        read(text(false, ""), next(false, ""), next(true, "a"), text(false, ""), next(true, ""));

        assertThat(heard).containsExactly("a", "");
    }

    @Test
    @DisplayName("1.3: fragments may reach the limit together and not pass it")
    void stopsAtTheLimit() {
        read(text(false, "x".repeat(LIMIT - 1)), next(true, "x"));
        assertThat(heard).hasSize(1).first().asString().hasSize(LIMIT);

        read(text(false, "x".repeat(LIMIT)), next(false, ""), next(true, "x"));
        assertThat(heard).hasSize(2).last().isEqualTo("<too big>");
        assertThat(reader.partialBytes()).isZero();
    }

    @Test
    @DisplayName("text that is not UTF-8 is told, whole or in fragments")
    void checksText() {
        read(frame(new TextWebSocketFrame(true, 0, bytes(new byte[] {(byte) 0xc0, (byte) 0x80}))));
        read(text(false, "a"), next(true, new byte[] {(byte) 0xe2, (byte) 0x82}));

        assertThat(heard).containsExactly("<not UTF-8>", "<not UTF-8>");
    }

    @Test
    @DisplayName("3.17: a binary message is told once, whatever it is cut into, and its bytes are skipped")
    void skipsBinary() {
        read(
                frame(new BinaryWebSocketFrame(true, 0, bytes(new byte[9]))),
                frame(new BinaryWebSocketFrame(false, 0, bytes(new byte[LIMIT]))),
                next(false, "more"),
                next(true, "end"),
                text(true, "text"));

        assertThat(heard).containsExactly("<binary>", "<binary>", "text");
        assertThat(reader.partialBytes()).isZero();
    }

    @Test
    @DisplayName("a message that is given up leaves nothing")
    void forgetsAPartialMessage() {
        read(text(false, "abc"));

        reader.discard();

        assertThat(reader.partialBytes()).isZero();
        assertThat(heard).isEmpty();
    }

    private void read(WebSocketFrame... frames) {
        for (WebSocketFrame frame : frames) {
            reader.read(frame);
            assertThat(frame.refCnt()).as("the caller releases it").isEqualTo(1);
            frame.release();
        }
    }

    private static WebSocketFrame text(boolean last, String text) {
        return new TextWebSocketFrame(last, 0, bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static WebSocketFrame next(boolean last, String text) {
        return next(last, text.getBytes(StandardCharsets.UTF_8));
    }

    private static WebSocketFrame next(boolean last, byte[] content) {
        return new ContinuationWebSocketFrame(last, 0, bytes(content));
    }

    private static WebSocketFrame frame(WebSocketFrame frame) {
        return frame;
    }

    private static ByteBuf bytes(byte[] content) {
        return Unpooled.buffer().writeBytes(content);
    }
}
