package io.agentserver.protocol.client;

import java.util.Objects;

/** What the server says about a task it was asked to run. */
public sealed interface TaskEvent {

    /** The session it is about. */
    String sessionId();

    /** The server took the task: the acknowledgement of contract 2.5. At most one, before the end. */
    record Accepted(String sessionId) implements TaskEvent {
        public Accepted {
            Objects.requireNonNull(sessionId, "sessionId");
        }
    }

    /** The task is over. The last event. */
    record Ended(TaskOutcome outcome) implements TaskEvent {
        public Ended {
            Objects.requireNonNull(outcome, "outcome");
        }

        @Override
        public String sessionId() {
            return outcome.sessionId();
        }
    }
}
