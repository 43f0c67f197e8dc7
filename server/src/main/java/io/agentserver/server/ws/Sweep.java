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
 * Looks after the connections of one event loop, on that loop: one timer instead of one or more per connection. Every
 * connection has its turn once in a round. A round goes in small steps, because a fleet that has connected together is due for
 * its pings together, and whoever else is on the loop is not to wait for all of them. Stops while there are none.
 */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    static final int STEPS = 20;

    private final EventLoop loop;
    private final long stepNanos;
    private final List<ClientConnection> connections = new ArrayList<>();
    private @Nullable ScheduledFuture<?> timer;

    private int step;

    /** How many connections, counted from the first, still have their turn in this round. */
    private int left;

    /** @param round how long it takes until every connection has had its turn */
    Sweep(EventLoop loop, Duration round) {
        this.loop = loop;
        this.stepNanos = round.toNanos() / STEPS;
    }

    void add(ClientConnection connection) {
        connection.sweepIndex(connections.size());
        connections.add(connection);
        if (timer == null) {
            step = 0;
            timer = loop.scheduleWithFixedDelay(this::step, stepNanos, stepNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Takes a connection out by putting the last one, which has its turn first, in its place. */
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

    /** From the last one down: what is added in the meantime waits for the next round, and nothing that moves is left out. */
    private void step() {
        if (step == 0) {
            left = connections.size();
        }
        int until = left - (left + STEPS - step - 1) / (STEPS - step);
        step = (step + 1) % STEPS;
        while (left > until) {
            left--;
            if (left < connections.size()) {
                check(connections.get(left));
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
