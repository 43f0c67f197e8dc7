package io.agentserver.protocol.client;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The tools of a device: turns one command into one result (contract 2.6). */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Executes one command. Called on the connection's event loop, one command at a time and in order; the next one
     * follows when this one's result is there. It must not block: see {@link #blocking}. When the connection ends, the
     * subscription is cancelled.
     *
     * @param command what to do
     * @param round the message it came in: session, task name, agent
     * @return the result; its call id is set for it. Empty means success without a value; an error becomes a result
     *     with status failure and the error's message
     */
    Mono<Result> execute(Command command, ServerMessage.Commands round);

    /** A handler that may block: each command runs on {@link Schedulers#boundedElastic()}. */
    static CommandHandler blocking(Function<? super Command, Result> tool) {
        Objects.requireNonNull(tool, "tool");
        return (command, round) ->
                Mono.fromCallable(() -> tool.apply(command)).subscribeOn(Schedulers.boundedElastic());
    }
}
