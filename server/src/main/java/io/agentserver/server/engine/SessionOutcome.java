package io.agentserver.server.engine;

import io.agentserver.protocol.RawJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an engine says a session ended (contract 6.1).
 *
 * @param status how it ended
 * @param error why it failed; null when completed, and null as well when the {@code result} says it
 * @param result any JSON for the requester, usually an array with one {@code {"request", "result"}}; null for what the
 *     device has answered so far, in that shape
 */
public record SessionOutcome(
        Status status, @Nullable String error, @Nullable RawJson result) {

    /** The ways a session ends by its engine. */
    public enum Status {
        /** The request was fulfilled. */
        COMPLETED,
        /** The request was not fulfilled. */
        FAILED,
        /** Failed because a deadline passed; on the wire a failure, in the statistics apart. */
        TIMED_OUT
    }

    public SessionOutcome {
        Objects.requireNonNull(status, "status");
        if (status == Status.COMPLETED && error != null) {
            throw new IllegalArgumentException("error: " + error + " (expected: null for a completed session)");
        }
    }

    /** The request was fulfilled. */
    public static SessionOutcome completed(RawJson result) {
        return new SessionOutcome(Status.COMPLETED, null, Objects.requireNonNull(result, "result"));
    }

    /** The request was not fulfilled. */
    public static SessionOutcome failed(@Nullable String error, @Nullable RawJson result) {
        return new SessionOutcome(Status.FAILED, error, result);
    }

    /** The request was not fulfilled because a deadline passed. */
    public static SessionOutcome timedOut(String error, @Nullable RawJson result) {
        return new SessionOutcome(Status.TIMED_OUT, Objects.requireNonNull(error, "error"), result);
    }

    /**
     * The outcome by the rules of the engines that ship. Completed unless a command failed or was skipped; then failed with
     * the error of the first that failed, or timed out when that round's deadline passed. The result is {@code [{"request":
     * request, "result": R}]}: R is the result of the only command, the list of them when there were several, null when
     * there was none; the error text of a command that failed stands in its place.
     *
     * @param request what the requester asked
     * @param rounds the rounds that ran, in order
     */
    public static SessionOutcome ofRounds(String request, List<RoundResult> rounds) {
        return RoundReport.outcome(request, rounds);
    }

    /** Whether the request was fulfilled. */
    public boolean completed() {
        return status == Status.COMPLETED;
    }
}
