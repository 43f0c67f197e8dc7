package io.agentserver.loadtest.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The oracle of P-10: answers every HTTP request at once, except that from request number {@code stallAt} on it holds all it
 * gets for a while and then releases them. It records when each came and when its answer was written. Metrics it has none: who
 * asks for them is told so, and is not counted. One event loop.
 */
final class StallServer implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NO_METRICS =
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final long stallAt;
    private final long stallNanos;
    private final List<Request> requests = new ArrayList<>();
    private final List<Request> held = new ArrayList<>();
    private final Channel channel;
    private boolean stalled;

    /** When a request was there and when its answer was with the system, in {@link System#nanoTime()}. */
    record Served(long cameAt, long writtenAt) {}

    private StallServer(int port, long stallAt, long stallNanos) {
        this.stallAt = stallAt;
        this.stallNanos = stallNanos;
        this.channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline().addLast(new Requests());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .syncUninterruptibly()
                .channel();
    }

    /** One that never stalls. */
    static StallServer prompt() {
        return new StallServer(0, -1, 0);
    }

    /** One that stalls once, from that request on, which is the first to wait. */
    static StallServer stalling(long atRequest, long nanos) {
        return new StallServer(0, atRequest, nanos);
    }

    /** For a process of its own: prints its port and serves until it is killed. */
    public static void main(String[] args) {
        StallServer server = new StallServer(args.length > 0 ? Integer.parseInt(args[0]) : 0, -1, 0);
        System.out.println("port " + server.port());
        server.channel.closeFuture().syncUninterruptibly();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** All requests answered so far, in the order in which they came. */
    List<Served> served() throws InterruptedException {
        return group.submit(() -> requests.stream()
                        .filter(request -> request.written)
                        .map(request -> new Served(request.cameAt, request.writtenAt))
                        .toList())
                .sync()
                .getNow();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Requests are GETs: they end with an empty line and have no body. */
    private final class Requests extends SimpleChannelInboundHandler<ByteBuf> {

        private static final int START_OF_PATH = "GET /".length();

        private int bytes;
        private boolean forMetrics;
        private int endSeen;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
            while (in.isReadable()) {
                byte next = in.readByte();
                forMetrics = bytes++ == START_OF_PATH ? next == 'm' : forMetrics;
                endSeen = next == (endSeen % 2 == 0 ? '\r' : '\n') ? endSeen + 1 : next == '\r' ? 1 : 0;
                if (endSeen == 4) {
                    endSeen = 0;
                    bytes = 0;
                    request(ctx);
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A generator that has ended resets what it no longer waits for.
            ctx.close();
        }

        private void request(ChannelHandlerContext ctx) {
            if (forMetrics) {
                ctx.write(Unpooled.wrappedBuffer(NO_METRICS));
                return;
            }
            Request request = new Request(ctx, System.nanoTime());
            if (requests.size() == stallAt) {
                stalled = true;
                ctx.executor().schedule(StallServer.this::release, stallNanos, TimeUnit.NANOSECONDS);
            }
            requests.add(request);
            if (stalled) {
                held.add(request);
            } else {
                request.answer();
            }
        }
    }

    private void release() {
        stalled = false;
        held.forEach(request -> {
            request.answer();
            request.ctx.flush();
        });
        held.clear();
    }

    /** One request and its times. */
    private static final class Request {

        private final ChannelHandlerContext ctx;
        private final long cameAt;
        private boolean written;
        private long writtenAt;

        Request(ChannelHandlerContext ctx, long cameAt) {
            this.ctx = ctx;
            this.cameAt = cameAt;
        }

        void answer() {
            ctx.write(Unpooled.wrappedBuffer(ANSWER)).addListener(write -> {
                written = write.isSuccess();
                writtenAt = System.nanoTime();
            });
        }
    }
}
