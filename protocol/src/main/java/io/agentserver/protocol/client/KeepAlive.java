package io.agentserver.protocol.client;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pings, the wait for their pongs, and heartbeats of one connection (contract 1.4). One timer, on its event loop. */
final class KeepAlive implements Runnable {

    private static final long NEVER = Long.MAX_VALUE;

    private final Link link;
    private final ClientConfig config;
    private final Runnable heartbeat;

    /** All times are nanoseconds since this. */
    private final long start;

    private long nextPing;
    private long pongDeadline = NEVER;
    private long nextHeartbeat;
    private @Nullable Future<?> timer;

    KeepAlive(Link link, ClientConfig config, Runnable heartbeat) {
        this.link = link;
        this.config = config;
        this.heartbeat = heartbeat;
        this.start = ticks();
        this.nextPing = config.pingInterval.isZero() ? NEVER : config.pingInterval.toNanos();
        this.nextHeartbeat = config.heartbeatInterval.isZero() ? NEVER : config.firstHeartbeat.toNanos();
    }

    /** Whether those settings want one. */
    static boolean wanted(ClientConfig config) {
        return !config.pingInterval.isZero() || !config.heartbeatInterval.isZero();
    }

    @Override
    public void run() {
        long now = ticks() - start;
        if (now >= pongDeadline) {
            link.close(CloseInfo.KEEPALIVE_TIMEOUT, "keepalive ping timeout");
            return;
        }
        if (now >= nextHeartbeat) {
            heartbeat.run();
            nextHeartbeat = now + config.heartbeatInterval.toNanos();
        }
        if (now >= nextPing) {
            link.ping();
            nextPing = now + config.pingInterval.toNanos();
            if (pongDeadline == NEVER) {
                pongDeadline = now + config.pongTimeout.toNanos();
            }
        }
        long next = Math.min(nextHeartbeat, Math.min(nextPing, pongDeadline));
        timer = link.channel().eventLoop().schedule(this, next - now, TimeUnit.NANOSECONDS);
    }

    void pong() {
        pongDeadline = NEVER;
    }

    void stop() {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private long ticks() {
        return link.channel().eventLoop().ticker().nanoTime();
    }
}
