package io.agentserver.server.session;

import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Dispatched tasks that the device has not begun, oldest first. Their time runs only while the device has nothing to do,
 * because a busy one reads no further frames (contract 3.10.4, decisions). Guarded by the device's lock.
 */
final class DispatchQueue {

    private record Pending(Session session, long dueAfterIdleNanos) {}

    private final Timing timing;
    private final long timeoutNanos;
    private final Consumer<Session> expired;
    private final List<Pending> pending = new ArrayList<>(1);

    /** How long the device was idle in all before {@link #idleSince}. */
    private long idleBefore;

    private long idleSince;
    private boolean busy;
    private @Nullable Pending timed;
    private @Nullable Disposable timer;

    /** @param expired is told of a session that the device did not begin in time; called without the lock */
    DispatchQueue(Timing timing, Duration timeout, Consumer<Session> expired) {
        this.timing = timing;
        this.timeoutNanos = timeout.toNanos();
        this.expired = expired;
        this.idleSince = timing.nanoTime().getAsLong();
    }

    void add(Session session) {
        pending.add(new Pending(session, idleNanos() + timeoutNanos));
        arm();
    }

    /** The oldest dispatch of that name, or the one of that session, taken off the queue; null when there is none. */
    @Nullable
    Session take(@Nullable String sessionId, String taskName) {
        for (Pending candidate : pending) {
            Session.Order order = candidate.session.order();
            boolean match = sessionId == null ? order.taskName().equals(taskName) : sessionId.equals(order.sessionId());
            if (match) {
                remove(candidate.session);
                return candidate.session;
            }
        }
        return null;
    }

    /** Takes the session off the queue; false when it was not on it. */
    boolean remove(Session session) {
        boolean removed = pending.removeIf(candidate -> candidate.session == session);
        arm();
        return removed;
    }

    /** Stops the time while the device works, and lets it run on when it is done. */
    void deviceBusy(boolean now) {
        if (now == busy) {
            return;
        }
        if (now) {
            idleBefore = idleNanos();
        } else {
            idleSince = timing.nanoTime().getAsLong();
        }
        busy = now;
        arm();
    }

    private long idleNanos() {
        return busy ? idleBefore : idleBefore + timing.nanoTime().getAsLong() - idleSince;
    }

    @SuppressWarnings("ReferenceEquality") // the very same dispatch, not one like it
    private void arm() {
        Pending first = busy || pending.isEmpty() ? null : pending.get(0);
        if (first == timed) {
            return;
        }
        if (timer != null) {
            timer.dispose();
        }
        timed = first;
        timer = first == null
                ? null
                : timing.afterNanos(first.dueAfterIdleNanos - idleNanos(), () -> expired.accept(first.session));
    }
}
