package io.agentserver.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Asks for the upgrade with bytes prepared once and looks only at the status of the answer: Netty's client handshaker
 * builds an HTTP pipeline per connection, which would cost the generator more than the server under test.
 */
final class WebSocketUpgrade extends ByteToMessageDecoder {

    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String ACCEPTED = "HTTP/1.1 101 ";

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .maxFramePayloadLength(1 << 20)
            .build();

    private final byte[] request;
    private final Device device;

    WebSocketUpgrade(byte[] request, Device device) {
        this.request = request;
        this.device = device;
    }

    /** The request, the same for every connection. */
    static byte[] request(Target target) {
        String path = ConstantReplies.WEBSOCKET_PATH + "?token=" + target.apiKey();
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.port() + "\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ByteBuf bytes = ctx.alloc().ioBuffer(request.length).writeBytes(request);
        ctx.writeAndFlush(bytes, ctx.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int end = indexOf(in, END_OF_HEADERS);
        if (end < 0) {
            return;
        }
        String headers = in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII)
                .toString();
        in.skipBytes(END_OF_HEADERS.length);
        if (!headers.startsWith(ACCEPTED)) {
            device.failed("The server refused the upgrade: "
                    + headers.lines().findFirst().orElse(""));
            return;
        }
        ctx.pipeline().addLast(new WebSocket13FrameDecoder(FRAMES));
        ctx.pipeline().addLast(device);
        ctx.pipeline().remove(this);
    }

    private static int indexOf(ByteBuf in, byte[] wanted) {
        int last = in.writerIndex() - wanted.length;
        for (int at = in.readerIndex(); at <= last; at++) {
            int matched = 0;
            while (matched < wanted.length && in.getByte(at + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return at;
            }
        }
        return -1;
    }
}
