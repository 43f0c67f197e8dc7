package io.agentserver.server;

import reactor.core.publisher.Mono;

/**
 * Where results live after their sessions (contract 6.4). The one that ships keeps them in memory, bounded by number,
 * bytes and age. Implementations are safe for use by many threads and never block.
 */
public interface ResultStore {

    /**
     * Keeps a result; a later result of the same task name takes its place. The session is over for its requester whether
     * this succeeds or not; an error is logged.
     */
    Mono<Void> save(TaskResult result);

    /** The newest result of that task name; empty when there is none, or none any more. */
    Mono<TaskResult> find(String taskName);

    /** The result of that session; empty when there is none, or none any more. */
    Mono<TaskResult> findBySession(String sessionId);
}
