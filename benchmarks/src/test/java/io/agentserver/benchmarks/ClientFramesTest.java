package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 120, 123, 124, 125, 300, 60_000})
    void writesMaskedTextOfAnyLengthThatAServerReads(int letters) {
        RawJson message = RawJson.ofString("x".repeat(letters));
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .maxFramePayloadLength(1 << 16)
                .build()));

        server.writeInbound(ClientFrames.text(UnpooledByteBufAllocator.DEFAULT, message));

        TextWebSocketFrame frame = server.readInbound();
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.text()).isEqualTo(message.toString());
        frame.release();
        assertThat(server.finish()).isFalse();
    }
}
