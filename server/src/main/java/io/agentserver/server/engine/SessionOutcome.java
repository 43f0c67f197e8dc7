package io.agentserver.server.engine;

import io.agentserver.protocol.RawJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an engine says a session ended (contract 6.1).
 *
 * @param completed whether the request was fulfilled
 * @param error why not; null when completed, and null as well when the {@code result} says it
 * @param result any JSON for the requester, usually an array with one {@code {"request", "result"}} per round; null for
 *     none
 */
public record SessionOutcome(boolean completed, @Nullable String error, @Nullable RawJson result) {

    public SessionOutcome {
        if (completed && error != null) {
            throw new IllegalArgumentException("error: " + error + " (expected: null for a completed session)");
        }
    }

    /** The request was fulfilled. */
    public static SessionOutcome completed(RawJson result) {
        return new SessionOutcome(true, null, Objects.requireNonNull(result, "result"));
    }

    /** The request was not fulfilled. */
    public static SessionOutcome failed(@Nullable String error, @Nullable RawJson result) {
        return new SessionOutcome(false, error, result);
    }
}
