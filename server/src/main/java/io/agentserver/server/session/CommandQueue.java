package io.agentserver.server.session;

import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The rounds of one device. A device works serially and must not be flooded (contract 3.11.7): a few COMMANDs are out at a
 * time, the rest wait, and a round's deadline starts when the earlier ones are answered. Guarded by the device's lock.
 */
final class CommandQueue {

    static final int MOST_OUTSTANDING = 4;
    static final int MOST_WAITING = 1_024;

    private final Timing timing;
    private final Duration timeout;
    private final Consumer<Round> send;
    private final Consumer<Round> expired;
    private final List<Round> outstanding = new ArrayList<>(1);
    private final ArrayDeque<Round> waiting = new ArrayDeque<>(1);
    private @Nullable Round timed;
    private @Nullable Disposable deadline;

    /**
     * @param send puts a round on the wire; called with the lock held
     * @param expired is told of a round whose deadline passed; called without the lock
     */
    CommandQueue(Timing timing, Duration timeout, Consumer<Round> send, Consumer<Round> expired) {
        this.timing = timing;
        this.timeout = timeout;
        this.send = send;
        this.expired = expired;
    }

    /** Sends the round now or later; false when too many wait. */
    boolean submit(Round round) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(round);
        pump();
        return true;
    }

    /** The round of that session that this answers, taken off the device; null when there is none. */
    @Nullable
    Round answered(@Nullable String responseId, String sessionId) {
        for (Round round : outstanding) {
            if (round.responseId().equals(responseId) && round.session().id().equals(sessionId)) {
                takeOff(round);
                return round;
            }
        }
        return null;
    }

    /** Takes a round whose deadline passed off the device; false when it was answered in the meantime. */
    boolean expire(Round round) {
        if (!outstanding.contains(round)) {
            return false;
        }
        takeOff(round);
        return true;
    }

    /** Nobody waits for this round any more. On the device it keeps its place: the device still works on it. */
    void abandon(Round round) {
        if (!waiting.remove(round)) {
            round.abandon();
        }
    }

    /** Nobody waits for the rounds of this session any more. */
    void abandonAll(Session session) {
        waiting.removeIf(round -> round.session() == session);
        outstanding.stream().filter(round -> round.session() == session).forEach(Round::abandon);
    }

    /** Whether the device has nothing to do. */
    boolean idle() {
        return outstanding.isEmpty();
    }

    /** Forgets everything: the device is gone. */
    void clear() {
        waiting.clear();
        outstanding.clear();
        arm();
    }

    private void takeOff(Round round) {
        outstanding.remove(round);
        pump();
    }

    private void pump() {
        while (outstanding.size() < MOST_OUTSTANDING && !waiting.isEmpty()) {
            Round round = waiting.remove();
            outstanding.add(round);
            send.accept(round);
        }
        arm();
    }

    private void arm() {
        Round first = outstanding.isEmpty() ? null : outstanding.get(0);
        if (first == timed) {
            return;
        }
        if (deadline != null) {
            deadline.dispose();
        }
        timed = first;
        deadline = first == null ? null : timing.after(timeout, () -> expired.accept(first));
    }
}
