package io.agentserver.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * A kept-alive HTTP connection with one request under way at a time. Confined to the client's event loop. Any status but
 * 200 is a failure: what is measured is the work, not refusals.
 */
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {

    /** Hears of answers, on the event loop. */
    interface Listener {

        /** The connection can take a request. */
        void ready(HttpConnection connection);

        /** The answer is there; the connection can take the next request. */
        void answered(HttpConnection connection);

        /** The request was refused or the connection lost. */
        void failed(String reason);
    }

    private final Listener listener;
    private @Nullable ChannelHandlerContext context;
    private boolean closing;

    private HttpConnection(Listener listener) {
        this.listener = listener;
    }

    /** Opens one; the listener hears when it is ready. */
    static HttpConnection open(ClientLoop loop, Target target, Listener listener) {
        HttpConnection connection = new HttpConnection(listener);
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpResponseDecoder(), connection);
            }
        };
        loop.connect(target, pipeline).addListener(future -> {
            if (!future.isSuccess()) {
                connection.failed("Cannot connect: " + future.cause());
            }
        });
        return connection;
    }

    /** Sends a whole request, headers and all. */
    void send(byte[] request) {
        if (context != null) {
            ByteBuf bytes = context.alloc().ioBuffer(request.length).writeBytes(request);
            context.writeAndFlush(bytes, context.voidPromise());
        }
    }

    void close() {
        closing = true;
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        listener.ready(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (part instanceof HttpResponse response && response.status().code() != 200) {
            failed("The server answered " + response.status());
        } else if (part instanceof LastHttpContent) {
            listener.answered(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed("The connection was lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause.toString());
        ctx.close();
    }

    private void failed(String reason) {
        if (!closing) {
            closing = true;
            listener.failed(reason);
        }
    }
}
