package io.agentserver.server.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket that can stall: it takes what is written, as a real one does up to its buffers, and sends nothing until it goes
 * on. Reads the frames that went out.
 */
final class Socket extends ChannelOutboundHandlerAdapter {

    /** More than a channel takes before it says that it is not writable. */
    private static final int FULL_BYTES = 70_000;

    private final EmbeddedChannel peer =
            new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .maxFramePayloadLength(Integer.MAX_VALUE)
                    .build()));

    private boolean stalled;
    private int flushes;
    private ChannelHandlerContext context;

    Socket() {
        // The client's own buffers are nobody's leak.
        peer.config().setAllocator(new UnpooledByteBufAllocator(false, true));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushes++;
        if (!stalled) {
            ctx.flush();
        }
    }

    int flushes() {
        return flushes;
    }

    /** From now on nothing is sent; what is written waits. */
    void stall() {
        stalled = true;
    }

    /** As {@link #stall()}, and full: the channel is not writable any more. What fills it is not read by {@link #frames}. */
    void fill() {
        stalled = true;
        // A pong that nobody looks at: it keeps the frames before and after it readable.
        ByteBuf filler = Unpooled.buffer(FULL_BYTES);
        while (filler.readableBytes() < FULL_BYTES) {
            filler.writeByte(0x8a).writeByte(125).writeZero(125);
        }
        context.write(filler);
    }

    /** Sends what waits, and goes on sending. */
    void goOn() {
        stalled = false;
        context.flush();
    }

    /** The frames that were sent since the last call; the fillers left out. */
    List<WebSocketFrame> frames() {
        EmbeddedChannel channel = (EmbeddedChannel) context.channel();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            peer.writeInbound(bytes);
        }
        List<WebSocketFrame> frames = new ArrayList<>();
        for (WebSocketFrame frame = peer.readInbound(); frame != null; frame = peer.readInbound()) {
            if (frame instanceof PongWebSocketFrame && frame.content().readableBytes() == 125) {
                ReferenceCountUtil.release(frame);
            } else {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Releases what was never looked at. */
    void finish() {
        peer.finishAndReleaseAll();
    }
}
