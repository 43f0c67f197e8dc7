package io.agentserver.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The one event loop that all load comes from. One thread needs no locks, leaves the server the rest of a small machine,
 * and can be asked how busy it was: a generator near a full core has measured itself.
 */
final class ClientLoop implements AutoCloseable {

    /** A source address has some 28,000 ports; those of ended connections stay taken for a minute. */
    private static final int SOURCE_ADDRESSES = 4;

    private static final long PATIENCE_SECONDS = 10;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final long threadId = call(() -> Thread.currentThread().getId());
    private int connections;

    EventLoop eventLoop() {
        return loop;
    }

    /** Opens a connection; on the event loop. */
    ChannelFuture connect(Target target, ChannelHandler handler) {
        int source = 2 + connections++ % SOURCE_ADDRESSES;
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
                .handler(handler)
                .connect(target.address(), new InetSocketAddress("127.0.0." + source, 0));
    }

    /** Has the event loop do something and waits for the outcome. */
    <T> T call(Supplier<T> task) {
        return loop.submit(task::get).syncUninterruptibly().getNow();
    }

    /**
     * Waits until something holds that the event loop knows.
     *
     * @param otherwise what is wrong when it does not, before the time
     * @throws IllegalStateException when it does not hold in time
     */
    void await(Supplier<Boolean> condition, String otherwise) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!call(condition)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " " + PATIENCE_SECONDS + " s after the load has stopped");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** What the event loop has used of a core so far. */
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
