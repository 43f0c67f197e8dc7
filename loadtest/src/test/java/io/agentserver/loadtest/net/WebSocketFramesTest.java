package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our frames against Netty's codec, in both directions. */
final class WebSocketFramesTest {

    private final List<String> heard = new ArrayList<>();
    private final WebSocketReader.Sink sink = new WebSocketReader.Sink() {
        @Override
        public void text(byte[] array, int length) {
            heard.add("text " + new String(array, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        public void ping(ByteBuf payload, int length) {
            heard.add("ping " + payload.toString(payload.readerIndex(), length, StandardCharsets.UTF_8));
        }

        @Override
        public void close(int code) {
            heard.add("close " + code);
        }
    };

    /** What a server sends. */
    private static ByteBuf sent(WebSocketFrame... frames) {
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        server.writeOutbound((Object[]) frames);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = server.readOutbound(); part != null; part = server.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    private void readAll(ByteBuf in, int step) {
        WebSocketReader reader = new WebSocketReader();
        WebSocketReader.Fragments fragments = new WebSocketReader.Fragments();
        ByteSink scratch = new ByteSink();
        ByteBuf arrived = Unpooled.buffer();
        while (in.isReadable()) {
            arrived.writeBytes(in, Math.min(step, in.readableBytes()));
            while (reader.readFrame(arrived, fragments, scratch, sink)) {
                continue;
            }
        }
        assertThat(arrived.isReadable()).isFalse();
        assertThat(fragments.sink).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000_000})
    void readsWhatAServerSendsHoweverItIsCut(int step) {
        String large = "x".repeat(70_000);
        readAll(
                sent(
                        new TextWebSocketFrame("{}"),
                        new PingWebSocketFrame(Unpooled.copiedBuffer("p", StandardCharsets.UTF_8)),
                        new TextWebSocketFrame(false, 0, "frag"),
                        new PingWebSocketFrame(),
                        new ContinuationWebSocketFrame(true, 0, "ment"),
                        new BinaryWebSocketFrame(Unpooled.copiedBuffer("b", StandardCharsets.UTF_8)),
                        new PongWebSocketFrame(),
                        new TextWebSocketFrame("y".repeat(300)),
                        new TextWebSocketFrame(large),
                        new CloseWebSocketFrame(1001, "bye")),
                step);

        assertThat(heard)
                .containsExactly(
                        "text {}",
                        "ping p",
                        "ping ",
                        "text fragment",
                        "text b",
                        "text " + "y".repeat(300),
                        "text " + large,
                        "close 1001");
    }

    @Test
    void refusesAMaskedFrame() {
        ByteBuf masked = Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 5});

        assertThatThrownBy(() -> readAll(masked, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 100_001})
    void whatItSendsIsReadByAServer(int length) {
        WebSocketFrames frames = new WebSocketFrames();
        String text = "abcdefghij".repeat(length / 10 + 1).substring(0, length);
        ByteBuf frame = frames.beginText(UnpooledByteBufAllocator.DEFAULT, length);
        frame.writeCharSequence(text, StandardCharsets.US_ASCII);
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .maxFramePayloadLength(1 << 20)
                .build()));
        server.writeInbound(frames.masked(frame, length));

        TextWebSocketFrame read = server.readInbound();
        assertThat(read.text()).isEqualTo(text);
        read.release();
    }
}
