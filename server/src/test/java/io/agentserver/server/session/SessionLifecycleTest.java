package io.agentserver.server.session;

import static io.agentserver.server.SessionState.CANCELLED;
import static io.agentserver.server.SessionState.COMPLETED;
import static io.agentserver.server.SessionState.CREATED;
import static io.agentserver.server.SessionState.DISPATCHED;
import static io.agentserver.server.SessionState.FAILED;
import static io.agentserver.server.SessionState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.SessionState;
import io.agentserver.server.session.SessionLifecycle.Event;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 6.1 and decisions, "Session states". */
class SessionLifecycleTest {

    private static final Map<SessionState, Map<Event, SessionState>> TABLE = Map.of(
            CREATED,
                    Map.of(
                            Event.DISPATCH, DISPATCHED,
                            Event.START, RUNNING,
                            Event.FAIL, FAILED,
                            Event.CANCEL, CANCELLED),
            DISPATCHED,
                    Map.of(
                            Event.START, RUNNING,
                            Event.COMPLETE, COMPLETED,
                            Event.FAIL, FAILED,
                            Event.CANCEL, CANCELLED),
            RUNNING, Map.of(Event.COMPLETE, COMPLETED, Event.FAIL, FAILED, Event.CANCEL, CANCELLED),
            COMPLETED, Map.of(),
            FAILED, Map.of(),
            CANCELLED, Map.of());

    @ParameterizedTest
    @EnumSource(SessionState.class)
    @DisplayName("6.1: what leads on from each state, and that nothing else does")
    void followsTheTable(SessionState state) {
        Map<Event, SessionState> actual = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            SessionState next = SessionLifecycle.next(state, event);
            if (next != null) {
                actual.put(event, next);
            }
        }

        assertThat(actual).isEqualTo(TABLE.get(state));
        assertThat(state.ended()).as("an end leads nowhere").isEqualTo(actual.isEmpty());
    }
}
