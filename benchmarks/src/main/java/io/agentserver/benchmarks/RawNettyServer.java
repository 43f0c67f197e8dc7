package io.agentserver.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Set;
import reactor.netty.resources.LoopResources;

/** The same as {@link BareReactorServer} on Netty alone: the ceiling for whatever is built on Netty. */
public final class RawNettyServer {

    private static final int BACKLOG = 4_096;

    private static final WebSocketServerProtocolConfig WEBSOCKET = WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(ConstantReplies.WEBSOCKET_PATH)
            .checkStartsWith(true)
            .withUTF8Validator(false)
            .build();

    private RawNettyServer() {}

    /** Runs until the process ends: {@code --port N}, 0 for any. */
    public static void main(String[] args) throws InterruptedException {
        int port = Arguments.parse(args, 0, Set.of("port")).number("port", 0);
        // As many event loops as Reactor Netty takes, so that both differ in nothing else.
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(LoopResources.DEFAULT_IO_WORKER_COUNT, EpollIoHandler.newFactory());
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Pipeline())
                .bind("127.0.0.1", port)
                .sync()
                .channel();
        System.out.println("Listening on port " + ((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().sync();
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final Answers answers = new Answers();

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpServerCodec());
            channel.pipeline().addLast(new WebSocketServerProtocolHandler(WEBSOCKET));
            channel.pipeline().addLast(answers);
        }
    }

    /** Answers requests and frames alike; holds nothing of a connection. */
    @Sharable
    private static final class Answers extends ChannelInboundHandlerAdapter {

        private final ByteBuf health = ConstantReplies.health();
        private final ByteBuf heartbeat = ConstantReplies.heartbeat();
        private final HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, health.readableBytes());

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                ctx.write(healthAnswer(), ctx.voidPromise());
            } else if (message instanceof TextWebSocketFrame) {
                ctx.write(new TextWebSocketFrame(heartbeat.duplicate()), ctx.voidPromise());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        private FullHttpResponse healthAnswer() {
            return new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    health.duplicate(),
                    headers,
                    EmptyHttpHeaders.INSTANCE);
        }
    }
}
