package io.agentserver.protocol.client;

import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended: the TASK_END of its session (contract 3.12).
 *
 * @param sessionId its session
 * @param status completed or failed
 * @param result any JSON, or null
 * @param error why it failed, or null
 */
public record TaskOutcome(
        String sessionId,
        MessageStatus status,
        @Nullable RawJson result,
        @Nullable String error) {

    public TaskOutcome {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(status, "status");
    }

    /** Galaxy's test for success: status completed and no error (contract 8.2). */
    public boolean succeeded() {
        return status == MessageStatus.COMPLETED && error == null;
    }
}
