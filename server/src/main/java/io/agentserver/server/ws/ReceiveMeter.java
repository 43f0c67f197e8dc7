package io.agentserver.server.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sits before the frame decoder and counts the bytes that came in and have not left the decoder as a frame yet. */
final class ReceiveMeter extends ChannelInboundHandlerAdapter {

    private long undecodedBytes;
    private boolean discarding;

    long undecodedBytes() {
        return undecodedBytes;
    }

    /** A frame with that payload left the decoder. */
    void decoded(int payloadBytes) {
        int header = payloadBytes < 126 ? 6 : payloadBytes < 65_536 ? 8 : 14;
        undecodedBytes = Math.max(0, undecodedBytes - header - payloadBytes);
    }

    /** From now on the decoder gets nothing. */
    void discard() {
        discarding = true;
        undecodedBytes = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            if (discarding) {
                bytes.release();
                return;
            }
            undecodedBytes += bytes.readableBytes();
        }
        ctx.fireChannelRead(message);
    }
}
