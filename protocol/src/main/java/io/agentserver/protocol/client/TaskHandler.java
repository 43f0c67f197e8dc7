package io.agentserver.protocol.client;

import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import reactor.core.publisher.Mono;

/** A device that does a dispatched TASK by itself, without COMMANDs: the simple flow of the documentation. */
@FunctionalInterface
public interface TaskHandler {

    /**
     * Does the task. Called on the connection's event loop, never while a COMMAND or another TASK runs, and must not
     * block. When the connection ends, the subscription is cancelled.
     *
     * @return what becomes the COMMAND_RESULTS of the task; a failure also fails its TASK_END. Empty means success
     *     without a value; an error becomes a failure
     */
    Mono<Result> execute(ServerMessage.Task task);
}
