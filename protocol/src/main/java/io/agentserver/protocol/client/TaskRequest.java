package io.agentserver.protocol.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task for the server to run (contract 3.8, 3.9).
 *
 * @param sessionId names the session on the wire; must not be awaited on the same connection already
 * @param taskName the name under which {@code /api/task_result} finds it; the server makes one up when null
 * @param targetId the device that is to run it; null for a device itself, and for the target that a constellation
 *     registered with
 * @param request what to do, in natural language
 */
public record TaskRequest(
        String sessionId,
        @Nullable String taskName,
        @Nullable String targetId,
        String request) {

    public TaskRequest {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(request, "request");
    }

    /** A request under a fresh session id, without a name. */
    public static TaskRequest of(String request) {
        return new TaskRequest(RandomIds.next(), null, null, request);
    }

    /** The same under that session id. */
    public TaskRequest withSessionId(String id) {
        return new TaskRequest(id, taskName, targetId, request);
    }

    /** The same under that task name. */
    public TaskRequest withTaskName(String name) {
        return new TaskRequest(sessionId, Objects.requireNonNull(name, "name"), targetId, request);
    }

    /** The same for that device. */
    public TaskRequest withTargetId(String id) {
        return new TaskRequest(sessionId, taskName, Objects.requireNonNull(id, "id"), request);
    }
}
