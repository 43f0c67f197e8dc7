package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;

/** A kept-alive HTTP connection with one request under way at a time. Confined to its event loop. */
public final class HttpLink extends Link {

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

        /**
         * It is over. Called once, whoever ended it: within {@link Link#drop()} when that ends a connect under way, after it when
         * it ends a connection.
         */
        void ended(HttpLink link, End end);
    }

    /** How one ended. */
    public enum End {
        /** The connection never came about, or we dropped it before. */
        CONNECT_FAILED,
        /** This machine had no socket or port left for it. */
        NO_SOCKET,
        /** The server's certificate is not trusted, or TLS failed otherwise. */
        TLS_FAILED,
        /** It was lost, or we dropped it. */
        LOST,
        /** It was lost before the first byte of an answer, after earlier requests: the server had closed it meanwhile. */
        STALE,
        /** What came was no HTTP. */
        BAD_ANSWER
    }

    private static final byte[] NO_BODY = {};

    private final Owner owner;
    private final HttpResponseReader reader = new HttpResponseReader();
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
        link.connect(transport, loop);
        return link;
    }

    /** Sends a whole request, headers and all. */
    public void send(byte[] request, boolean bodyWanted, boolean head) {
        if (ended || waiting) {
            throw new IllegalStateException("The link cannot take a request now");
        }
        waiting = true;
        wantsBody = bodyWanted;
        reader.begin(bodyWanted, head);
        Channel open = channel();
        ByteBuf bytes = open.alloc().directBuffer(request.length).writeBytes(request);
        open.writeAndFlush(bytes, open.voidPromise());
    }

    /** Whether it can take a request. */
    public boolean reusable() {
        return !ended && !waiting && reader.keepAlive();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        owner.connected(this);
    }

    @Override
    void read(ByteBuf in) {
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
    void failed(Fault fault) {
        end(
                switch (fault) {
                    case CONNECT_FAILED -> End.CONNECT_FAILED;
                    case NO_SOCKET -> End.NO_SOCKET;
                    case TLS_FAILED -> End.TLS_FAILED;
                    case BAD_BYTES -> End.BAD_ANSWER;
                });
    }

    @Override
    boolean isOver() {
        return ended;
    }

    private void end(End how) {
        if (!ended) {
            ended = true;
            owner.ended(this, how);
        }
    }
}
