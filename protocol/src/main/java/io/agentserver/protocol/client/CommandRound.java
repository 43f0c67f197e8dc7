package io.agentserver.protocol.client;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import io.agentserver.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Executes the commands of a COMMAND message as a real device does (contract 2.6). Keeps nothing between two. */
final class CommandRound {

    private static final String SKIPPED = "Skipped due to previous failure (early_exit=True).";
    private static final String NO_ACTION = "No action taken.";

    private final CommandHandler handler;

    CommandRound(CommandHandler handler) {
        this.handler = handler;
    }

    /** One result per command in their order; after the first failure the rest is skipped. Never fails. */
    Mono<List<Result>> execute(ServerMessage.Commands round) {
        return Mono.defer(() -> {
            List<Result> results = new ArrayList<>(round.actions().size());
            return Flux.fromIterable(round.actions())
                    .concatMap(command -> next(command, round, results).doOnNext(results::add), 0)
                    .then(Mono.just(results));
        });
    }

    private Mono<Result> next(Command command, ServerMessage.Commands round, List<Result> before) {
        if (!before.isEmpty()) {
            Result last = before.get(before.size() - 1);
            if (isFailure(last) || last.status() == ResultStatus.SKIPPED) {
                return Mono.just(new Result(ResultStatus.SKIPPED, SKIPPED, null, null, command.callId()));
            }
        }
        if (command.toolName().isEmpty()) {
            return Mono.just(new Result(ResultStatus.SUCCESS, "", RawJson.ofString(NO_ACTION), null, command.callId()));
        }
        return Mono.defer(() -> handler.execute(command, round))
                .map(result -> withCallId(result, command))
                .defaultIfEmpty(Result.success(null, command.callId()))
                .onErrorResume(e -> Mono.just(Result.failure(text(e), command.callId())));
    }

    private static Result withCallId(Result result, Command command) {
        return new Result(result.status(), result.error(), result.result(), result.namespace(), command.callId());
    }

    /** The answer to a round that was not executed. */
    static List<Result> failures(ServerMessage.Commands round, String text) {
        return round.actions().stream()
                .map(command -> Result.failure(text, command.callId()))
                .toList();
    }

    static boolean isFailure(Result result) {
        return result.status() == ResultStatus.FAILURE;
    }

    /** What an error says, or its kind when it says nothing. */
    static String text(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
