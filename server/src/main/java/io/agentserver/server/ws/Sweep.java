package io.agentserver.server.ws;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the connections of one event loop at a fixed pace, on that loop: one timer instead of one or more per
 * connection. Stops while there are none.
 */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final EventLoop loop;
    private final Duration pace;
    private final List<ClientConnection> connections = new ArrayList<>();
    private @Nullable ScheduledFuture<?> timer;

    Sweep(EventLoop loop, Duration pace) {
        this.loop = loop;
        this.pace = pace;
    }

    void add(ClientConnection connection) {
        connection.sweepIndex(connections.size());
        connections.add(connection);
        if (timer == null) {
            timer = loop.scheduleWithFixedDelay(this::run, pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Takes a connection out by putting the last one in its place. */
    void remove(ClientConnection connection) {
        ClientConnection last = connections.remove(connections.size() - 1);
        if (last != connection) {
            connections.set(connection.sweepIndex(), last);
            last.sweepIndex(connection.sweepIndex());
        }
        if (connections.isEmpty() && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void run() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            if (i < connections.size()) {
                check(connections.get(i));
            }
        }
    }

    /** What goes wrong with one connection must not stop the sweep for the others. */
    private static void check(ClientConnection connection) {
        try {
            connection.checkLiveness();
        } catch (RuntimeException e) {
            LOG.error("A connection could not be checked", e);
        }
    }
}
