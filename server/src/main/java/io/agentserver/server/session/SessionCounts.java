package io.agentserver.server.session;

import io.agentserver.server.SessionState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions stand in each state; those that have ended are not counted. Any thread. */
final class SessionCounts {

    private final Map<SessionState, AtomicInteger> counts = new EnumMap<>(SessionState.class);

    SessionCounts() {
        for (SessionState state : SessionState.values()) {
            if (!state.ended()) {
                counts.put(state, new AtomicInteger());
            }
        }
    }

    void entered(SessionState state) {
        change(state, 1);
    }

    void moved(SessionState from, SessionState to) {
        change(from, -1);
        change(to, 1);
    }

    Map<SessionState, Integer> current() {
        Map<SessionState, Integer> current = new EnumMap<>(SessionState.class);
        counts.forEach((state, count) -> current.put(state, count.get()));
        return current;
    }

    private void change(SessionState state, int by) {
        AtomicInteger count = counts.get(state);
        if (count != null) {
            count.addAndGet(by);
        }
    }
}
