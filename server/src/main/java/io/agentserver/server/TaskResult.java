package io.agentserver.server;

import io.agentserver.protocol.RawJson;
import java.util.Objects;

/**
 * How a task ended, kept after its session is gone (contract 4.5, 6.4).
 *
 * @param session the session in its final state
 * @param result what was returned, or an object with the key {@code failure}
 */
public record TaskResult(SessionInfo session, RawJson result) {

    public TaskResult {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(result, "result");
        if (!session.state().ended()) {
            throw new IllegalArgumentException("session " + session.sessionId() + ": "
                    + session.state().label() + " (expected: an ended session)");
        }
    }
}
