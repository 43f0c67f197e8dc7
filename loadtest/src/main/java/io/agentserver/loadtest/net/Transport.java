package io.agentserver.loadtest.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The event loops and the way to the server: epoll where there is one, TLS where the address says so. */
public final class Transport implements AutoCloseable {

    /** Some 28,000 ports belong to a source address, and an ended connection keeps its own for a minute. */
    private static final int CONNECTIONS_PER_SOURCE = 20_000;

    private static final int SOURCES = 250;
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int REHEARSAL_MILLIS = 500;

    private final Target target;
    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();
    private final @Nullable SslContext ssl;
    private final ByteBufAllocator allocator;
    private final int connectionsPerSource;
    private final AtomicLong connections = new AtomicLong();

    public Transport(Target target, int threads) {
        this(target, threads, CONNECTIONS_PER_SOURCE);
    }

    Transport(Target target, int threads, int connectionsPerSource) {
        this.target = target;
        this.connectionsPerSource = connectionsPerSource;
        this.epoll = Epoll.isAvailable();
        this.group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("load", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.allocator = new PooledByteBufAllocator(true, 0, threads, 8192, 6, 256, 64, true);
        group.forEach(executor -> loops.add((EventLoop) executor));
        try {
            this.ssl = target.secure() ? ssl(target.insecure()) : null;
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static SslContext ssl(boolean insecure) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (insecure) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        return builder.endpointIdentificationAlgorithm(insecure ? null : "HTTPS")
                .build();
    }

    /** The server. */
    public Target target() {
        return target;
    }

    /** The event loops, one thread each. */
    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** Which way of waiting for sockets is in use. */
    public String name() {
        return epoll ? "epoll" : "nio";
    }

    /** Opens a connection on that loop; the handler sees plain bytes, with TLS too. */
    ChannelFuture connect(EventLoop loop, ChannelHandler handler) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.ALLOCATOR, allocator)
                .handler(ssl == null ? handler : secured(ssl, handler));
        long source = connections.getAndIncrement() / connectionsPerSource % SOURCES;
        if (source == 0 || !target.isLoopback4()) {
            return bootstrap.connect(target.address());
        }
        if (epoll) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap.connect(target.address(), new InetSocketAddress("127.0.0." + (source + 1), 0));
    }

    /**
     * Opens a connection on every loop and closes it, so that the classes of the way there are loaded and set up before times
     * are taken. Whether it succeeds does not matter. Not on a loop's thread.
     */
    public void rehearse() {
        for (EventLoop loop : loops) {
            ChannelFuture connected = connect(loop, new ChannelInboundHandlerAdapter());
            connected.awaitUninterruptibly(REHEARSAL_MILLIS);
            if (connected.channel().isRegistered()) {
                connected.channel().close().awaitUninterruptibly(REHEARSAL_MILLIS);
            }
        }
    }

    private ChannelInitializer<Channel> secured(SslContext context, ChannelHandler handler) {
        String peer = target.host().replaceAll(":\\d+$", "");
        int port = target.address().getPort();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(context.newHandler(channel.alloc(), peer, port), handler);
            }
        };
    }

    /**
     * Has that told, on the loop, when the connect fails. Without a socket there is no channel either, and the future completes
     * on some other thread.
     */
    static void onFailure(ChannelFuture connect, EventLoop loop, Consumer<Throwable> told) {
        connect.addListener(future -> {
            Throwable cause = future.cause();
            if (cause == null) {
                return;
            }
            if (loop.inEventLoop()) {
                told.accept(cause);
            } else if (!loop.isShuttingDown()) {
                loop.execute(() -> told.accept(cause));
            }
        });
    }

    /** Whether it was this machine that had no socket or no port left: that says nothing about the server. */
    static boolean isWantOfSocket(Throwable fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            String text = String.valueOf(each.getMessage());
            if (each instanceof BindException
                    || text.contains("Too many open files")
                    || text.contains("Cannot assign requested address")) {
                return true;
            }
        }
        return false;
    }

    /** Whether TLS could not be agreed on. */
    static boolean isTlsFault(Throwable fault) {
        return fault instanceof SSLException || fault.getCause() instanceof SSLException;
    }

    /** Ends the event loops; every connection with them. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
