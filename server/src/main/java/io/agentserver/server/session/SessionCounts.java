package io.agentserver.server.session;

import io.agentserver.server.SessionState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many sessions stand in each state; those that have ended are not counted. A session that moves is in one state or the
 * other for whoever looks, never in none: each change is a new array. Any thread.
 */
final class SessionCounts {

    private static final SessionState[] STATES = SessionState.values();

    /** By the ordinals of the states; an array is not changed any more once it stands here. */
    private final AtomicReference<int[]> counts = new AtomicReference<>(new int[STATES.length]);

    void entered(SessionState state) {
        counts.updateAndGet(known -> {
            int[] changed = known.clone();
            changed[state.ordinal()]++;
            return changed;
        });
    }

    void moved(SessionState from, SessionState to) {
        counts.updateAndGet(known -> {
            int[] changed = known.clone();
            changed[from.ordinal()]--;
            if (!to.ended()) {
                changed[to.ordinal()]++;
            }
            return changed;
        });
    }

    Map<SessionState, Integer> current() {
        int[] latest = counts.get();
        Map<SessionState, Integer> current = new EnumMap<>(SessionState.class);
        for (SessionState state : STATES) {
            if (!state.ended()) {
                current.put(state, latest[state.ordinal()]);
            }
        }
        return current;
    }
}
