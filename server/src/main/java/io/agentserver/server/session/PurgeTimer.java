package io.agentserver.server.session;

import io.agentserver.server.hub.Timing;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has forgotten, soon after its time, what nobody asks for any more. Any thread may call it. */
final class PurgeTimer {

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Timing timing;
    private final Runnable purge;
    private final AtomicBoolean due = new AtomicBoolean();

    /** @param purge forgets what is too old, and wakes this again if anything is left */
    PurgeTimer(Timing timing, Runnable purge) {
        this.timing = timing;
        this.purge = purge;
    }

    /** Has the purge run in so long, unless it is to run anyway. */
    void wakeIn(long nanos) {
        if (!due.compareAndSet(false, true)) {
            return;
        }
        try {
            timing.afterNanos(Math.max(nanos, SHORTEST_PAUSE_NANOS), this::fire);
        } catch (RejectedExecutionException stopped) {
            // The hub has stopped, and this goes with it.
        }
    }

    private void fire() {
        due.set(false);
        purge.run();
    }
}
