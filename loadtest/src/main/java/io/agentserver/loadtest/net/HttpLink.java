package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A kept-alive HTTP connection with one request under way at a time. Confined to its event loop. */
public final class HttpLink extends ChannelInboundHandlerAdapter {

    /** Hears of it, on the event loop. */
    public interface Owner {

        /** It can take its first request. */
        void connected(HttpLink link);

        /**
         * The answer is there. The link can take the next request if {@link #reusable()}.
         *
         * @param body when it was wanted, else empty
         */
        void answered(HttpLink link, int status, byte[] body);

        /** It is over. Called once, whoever ended it. */
        void ended(HttpLink link, End end);
    }

    /** How one ended. */
    public enum End {
        /** The connection never came about. */
        CONNECT_FAILED,
        /** This machine had no socket or port left for it. */
        NO_SOCKET,
        /** The server's certificate is not trusted, or TLS failed otherwise. */
        TLS_FAILED,
        /** It was lost, or we closed it. */
        LOST,
        /** It was lost before the first byte of an answer, after earlier requests: the server had closed it meanwhile. */
        STALE,
        /** What came was no HTTP. */
        BAD_ANSWER
    }

    private static final byte[] NO_BODY = {};

    private final Owner owner;
    private final HttpResponseReader reader = new HttpResponseReader();
    private @Nullable Channel channel;
    private @Nullable Leftover rest;
    private boolean waiting;
    private boolean wantsBody;
    private boolean ended;
    private int answers;

    private HttpLink(Owner owner) {
        this.owner = owner;
    }

    /** Opens one. */
    public static HttpLink open(Transport transport, EventLoop loop, Owner owner) {
        HttpLink link = new HttpLink(owner);
        Transport.onFailure(
                transport.connect(loop, link),
                loop,
                cause -> link.end(Transport.isWantOfSocket(cause) ? End.NO_SOCKET : End.CONNECT_FAILED));
        return link;
    }

    /** Sends a whole request, headers and all. */
    public void send(byte[] request, boolean bodyWanted, boolean head) {
        Channel open = channel;
        if (open == null || ended || waiting) {
            throw new IllegalStateException("The link cannot take a request now");
        }
        waiting = true;
        wantsBody = bodyWanted;
        reader.begin(bodyWanted, head);
        ByteBuf bytes = open.alloc().directBuffer(request.length).writeBytes(request);
        open.writeAndFlush(bytes, open.voidPromise());
    }

    /** Whether it can take a request. */
    public boolean reusable() {
        return !ended && !waiting && reader.keepAlive();
    }

    /** Closes it. */
    public void close() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        owner.connected(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Leftover before = rest;
        ByteBuf in = before == null ? (ByteBuf) message : before.join((ByteBuf) message);
        try {
            read(in);
        } catch (IllegalArgumentException e) {
            end(End.BAD_ANSWER);
            in.skipBytes(in.readableBytes());
            ctx.close();
        } finally {
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

    private void read(ByteBuf in) {
        if (waiting && reader.read(in) == HttpResponseReader.Outcome.COMPLETE) {
            answered();
        } else if (!waiting && in.isReadable()) {
            throw new IllegalArgumentException("bytes that nobody asked for");
        }
    }

    private void answered() {
        waiting = false;
        answers++;
        owner.answered(this, reader.status(), wantsBody ? reader.body() : NO_BODY);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (waiting && reader.endsWithConnection()) {
            ended = true;
            answered();
            ended = false;
        }
        end(waiting && answers > 0 && reader.untouched() ? End.STALE : End.LOST);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Transport.isTlsFault(cause)) {
            end(End.TLS_FAILED);
        }
        // Anything else is told by what follows: the channel closes, or never opens.
        ctx.close();
    }

    private void end(End how) {
        if (!ended) {
            ended = true;
            owner.ended(this, how);
        }
    }
}
