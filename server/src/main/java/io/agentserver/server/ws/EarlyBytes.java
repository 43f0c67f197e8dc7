package io.agentserver.server.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what came in one packet with the upgrade request: the HTTP decoder lets go of it while it is being removed, when
 * nobody behind it reads frames yet. It is at most what one read of the socket brought.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    private final Queue<ByteBuf> kept = new ArrayDeque<>(0);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            kept.add(bytes);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    /** Has the bytes read by that handler as if they came now. */
    void replay(ReceiveMeter meter, ChannelHandlerContext context) {
        for (ByteBuf bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
            meter.channelRead(context, bytes);
            context.fireChannelReadComplete();
        }
    }
}
