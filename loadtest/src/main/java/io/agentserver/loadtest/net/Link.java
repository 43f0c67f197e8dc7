package io.agentserver.loadtest.net;

import io.agentserver.protocol.AipFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A connection whatever is spoken over it: keeps the bytes of what is not whole yet, tells what went wrong, and can be dropped
 * at any time. Confined to its event loop.
 */
abstract class Link extends ChannelInboundHandlerAdapter {

    /** What ends one, other than that its open channel closes. A connect that we drop has failed too. */
    enum Fault {
        CONNECT_FAILED,
        NO_SOCKET,
        TLS_FAILED,
        BAD_BYTES
    }

    private @Nullable Channel channel;
    private @Nullable Leftover rest;

    /** Begins. */
    final void connect(Transport transport, EventLoop loop) {
        ChannelFuture connect = transport.connect(loop, this);
        channel = connect.channel();
        Transport.onFailure(
                connect,
                loop,
                cause -> failed(Transport.isWantOfSocket(cause) ? Fault.NO_SOCKET : Fault.CONNECT_FAILED));
    }

    /**
     * Reads what it can; what it leaves comes again with more behind it.
     *
     * @throws IllegalArgumentException when the bytes are not what they ought to be
     * @throws AipFormatException likewise
     */
    abstract void read(ByteBuf in);

    /** It is over, unless it was before. */
    abstract void failed(Fault fault);

    abstract boolean isOver();

    /** Its channel, from before it is connected. */
    final Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("connect comes first");
        }
        return channel;
    }

    /**
     * Drops the connection without a word, also one that is only being made. The owner of the latter hears of the end, which is
     * a failed connect, before this returns; the owner of one that is connected hears of it after this has returned. Whoever has
     * heard of the end before hears nothing more.
     */
    public final void drop() {
        // Where there was no socket, there is a channel that has never been open.
        if (channel != null && channel.isOpen()) {
            channel.close();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        Leftover before = rest;
        ByteBuf in = before == null ? (ByteBuf) message : before.join((ByteBuf) message);
        try {
            if (!isOver()) {
                read(in);
            }
        } catch (IllegalArgumentException | AipFormatException e) {
            failed(Fault.BAD_BYTES);
            ctx.close();
        } finally {
            if (isOver()) {
                in.skipBytes(in.readableBytes());
            }
            keep(ctx, in, in == message);
        }
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf in, boolean fresh) {
        if (!in.isReadable()) {
            in.release();
            rest = null;
        } else {
            rest = rest == null ? new Leftover() : rest;
            rest.keep(ctx.alloc(), in, fresh);
        }
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Transport.isTlsFault(cause)) {
            failed(Fault.TLS_FAILED);
        }
        // Anything else is told by what follows: the channel closes, or never opens.
        ctx.close();
    }
}
