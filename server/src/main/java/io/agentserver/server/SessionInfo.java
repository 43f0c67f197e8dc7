package io.agentserver.server;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One session at one moment: one task on one device.
 *
 * @param sessionId the id shared by requester, device and HTTP API
 * @param taskName sanitised
 * @param request what was asked for
 * @param deviceId who executes
 * @param requesterId the client that asked, or null when it was asked over HTTP
 * @param state where it stands
 * @param createdAt when it was made
 * @param startedAt when it began to run, or null
 * @param endedAt when it ended, or null
 * @param rounds COMMAND messages sent so far
 * @param timedOut whether a passed deadline ended it
 * @param error why it did not complete, or null
 * @param cancelReason who cancelled it, or null
 */
public record SessionInfo(
        String sessionId,
        String taskName,
        String request,
        String deviceId,
        @Nullable String requesterId,
        SessionState state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int rounds,
        boolean timedOut,
        @Nullable String error,
        @Nullable CancelReason cancelReason) {

    public SessionInfo {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(taskName, "taskName");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** {@code completed}, {@code failed}, {@code cancelled} or {@code timed_out}; null while it has not ended. */
    public @Nullable String outcome() {
        if (!state.ended()) {
            return null;
        }
        return timedOut ? "timed_out" : state.label();
    }
}
