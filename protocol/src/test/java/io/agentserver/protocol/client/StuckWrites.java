package io.agentserver.protocol.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** A socket that takes no bytes: writes are neither done nor failed. */
final class StuckWrites extends ChannelOutboundHandlerAdapter {

    private int frames;

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        frames++;
        ReferenceCountUtil.release(msg);
    }

    int frames() {
        return frames;
    }
}
