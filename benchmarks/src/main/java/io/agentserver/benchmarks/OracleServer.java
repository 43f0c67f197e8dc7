package io.agentserver.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A server whose latencies are known: it answers every frame at once but for one stall, in which it holds all heartbeats
 * and at whose end it answers them in their order. One event loop, so nothing else delays anything.
 */
public final class OracleServer {

    /** What it prints when the first heartbeat has come. */
    static final String LOAD_BEGAN = "Load began";

    /** What it prints after the stall: how long it was, and how long answering took all that were held. */
    static final String STALLED = "Stalled for %d ns, answered within %d ns";

    private static final int BACKLOG = 4_096;

    private static final WebSocketServerProtocolConfig WEBSOCKET = WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(ConstantReplies.WEBSOCKET_PATH)
            .checkStartsWith(true)
            .withUTF8Validator(false)
            .build();

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ByteBuf health = ConstantReplies.health();
    private final ByteBuf heartbeat = ConstantReplies.heartbeat();
    private final ArrayDeque<ChannelHandlerContext> held = new ArrayDeque<>();
    private final long stallAfterMillis;
    private final long stallForMillis;
    private boolean loaded;
    private boolean stalled;
    private long stallBeganNanos;

    private OracleServer(long stallAfterMillis, long stallForMillis) {
        this.stallAfterMillis = stallAfterMillis;
        this.stallForMillis = stallForMillis;
    }

    /**
     * Runs until the process ends: {@code --port N --stall-after MS --stall-for MS}, counted from the first heartbeat; no
     * stall when the latter is 0.
     */
    public static void main(String[] args) throws InterruptedException {
        Arguments arguments = Arguments.parse(args, 0, Set.of("port", "stall-after", "stall-for"));
        OracleServer server = new OracleServer(arguments.number("stall-after", 0), arguments.number("stall-for", 0));
        Channel listener = server.bind(arguments.number("port", 0));
        System.out.println("Listening on port " + ((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    private Channel bind(int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new WebSocketServerProtocolHandler(WEBSOCKET),
                                        new Answers());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    private void heartbeat(ChannelHandlerContext ctx) {
        if (!loaded) {
            loaded = true;
            System.out.println(LOAD_BEGAN);
            if (stallForMillis > 0) {
                ctx.executor().schedule(() -> stall(ctx), stallAfterMillis, TimeUnit.MILLISECONDS);
            }
        }
        if (stalled) {
            held.add(ctx);
        } else {
            answer(ctx);
        }
    }

    private void stall(ChannelHandlerContext ctx) {
        stalled = true;
        stallBeganNanos = System.nanoTime();
        ctx.executor().schedule(this::release, stallForMillis, TimeUnit.MILLISECONDS);
    }

    private void release() {
        stalled = false;
        long ended = System.nanoTime();
        for (ChannelHandlerContext next = held.poll(); next != null; next = held.poll()) {
            answer(next);
        }
        System.out.println(STALLED.formatted(ended - stallBeganNanos, System.nanoTime() - ended));
    }

    private void answer(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(new TextWebSocketFrame(heartbeat.duplicate()), ctx.voidPromise());
    }

    /** Of one connection: its first frame is REGISTER, which is confirmed even in the stall. */
    private final class Answers extends ChannelInboundHandlerAdapter {

        private boolean registered;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                ctx.writeAndFlush(healthAnswer(), ctx.voidPromise());
            } else if (message instanceof TextWebSocketFrame && registered) {
                heartbeat(ctx);
            } else if (message instanceof TextWebSocketFrame) {
                registered = true;
                answer(ctx);
            }
            ReferenceCountUtil.release(message);
        }

        private DefaultFullHttpResponse healthAnswer() {
            DefaultFullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, health.duplicate());
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, health.readableBytes());
            return response;
        }
    }
}
