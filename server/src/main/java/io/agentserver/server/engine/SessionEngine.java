package io.agentserver.server.engine;

import reactor.core.publisher.Mono;

/**
 * Decides what a session does: turns one request into rounds of commands for one device. One instance serves every
 * session, so it keeps no state of its own between them.
 */
@FunctionalInterface
public interface SessionEngine {

    /**
     * Runs one session. Called once per session, on any thread, and subscribed to once; it must not block.
     *
     * <p>How the returned {@code Mono} ends is how the session ends (contract 6.1): a value is the outcome; an error makes
     * it failed with the exception's message; completion without a value makes it failed with {@code Session ended in
     * unknown state}. The subscription is cancelled when the session ends for another reason: a user's cancel, a
     * disconnect, the session's deadline, shutdown.
     */
    Mono<SessionOutcome> run(SessionContext context);
}
