package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.hub.RegisteredClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a session is to end (contract 6.1).
 *
 * @param event complete, fail or cancel
 * @param error the {@code error} of its TASK_END
 * @param result the {@code result} of its TASK_END; null leaves what the device has delivered so far
 * @param cancelReason who cancelled
 * @param timedOut whether a deadline passed
 * @param cause what an engine threw
 * @param saidBy the client that ended it and is told nothing
 */
record Ending(
        SessionLifecycle.Event event,
        @Nullable String error,
        @Nullable RawJson result,
        @Nullable CancelReason cancelReason,
        boolean timedOut,
        @Nullable Throwable cause,
        @Nullable RegisteredClient saidBy) {

    static final String UNKNOWN_STATE = "Session ended in unknown state";

    private static final RawJson ERROR_STATE =
            RawJson.object(Map.of("failure", RawJson.ofString("session ended with an error")));

    static Ending of(SessionOutcome outcome) {
        return new Ending(
                outcome.completed() ? SessionLifecycle.Event.COMPLETE : SessionLifecycle.Event.FAIL,
                outcome.error(),
                outcome.result(),
                null,
                outcome.status() == SessionOutcome.Status.TIMED_OUT,
                null,
                null);
    }

    static Ending failed(@Nullable String error, @Nullable RawJson result) {
        return new Ending(SessionLifecycle.Event.FAIL, error, result, null, false, null, null);
    }

    static Ending threw(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new Ending(SessionLifecycle.Event.FAIL, text, null, null, false, cause, null);
    }

    static Ending timedOut(String error) {
        return new Ending(SessionLifecycle.Event.FAIL, error, null, null, true, null, null);
    }

    static Ending cancelled(CancelReason reason) {
        return new Ending(SessionLifecycle.Event.CANCEL, reason.text(), null, reason, false, null, null);
    }

    static Ending saidBy(RegisteredClient client, boolean completed, @Nullable String error, @Nullable RawJson result) {
        return new Ending(
                completed ? SessionLifecycle.Event.COMPLETE : SessionLifecycle.Event.FAIL,
                completed ? null : error,
                result,
                null,
                false,
                null,
                client);
    }

    /** The {@code result} of the TASK_END of a session that so ends; null for nothing. Called with its lock held. */
    @Nullable
    RawJson resultOf(Session session) {
        RawJson known = result == null ? session.deliveredSoFar() : result;
        boolean silent = known == null && event == SessionLifecycle.Event.FAIL && error == null && saidBy == null;
        return silent ? ERROR_STATE : known;
    }

    /** What a reader of the result is shown: never nothing (contract 4.5). */
    static RawJson readable(@Nullable RawJson result, @Nullable String error) {
        if (result != null) {
            return result;
        }
        return error == null ? RawJson.array(List.of()) : RawJson.object(Map.of("failure", RawJson.ofString(error)));
    }
}
