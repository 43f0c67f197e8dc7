package io.agentserver.server.testkit;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.server.engine.SessionContext;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.engine.SessionOutcome;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * An engine that does what the request says: {@code boom} throws, {@code error state} fails without a word, {@code no end}
 * ends neither way, {@code two rounds} takes two rounds; everything else is one command.
 */
public final class ScriptedEngine implements SessionEngine {

    @Override
    public Mono<SessionOutcome> run(SessionContext context) {
        return switch (context.request()) {
            case "boom" -> Mono.error(new IllegalStateException("boom"));
            case "error state" -> Mono.just(SessionOutcome.failed(null, null));
            case "no end" -> Mono.empty();
            case "two rounds" ->
                context.execute(command("first"))
                        .flatMap(first -> context.execute(command("second"))
                                .map(second -> SessionOutcome.ofRounds(context.request(), List.of(first, second))));
            default ->
                context.execute(command(context.request()))
                        .map(round -> SessionOutcome.ofRounds(context.request(), List.of(round)));
        };
    }

    private static List<Command> command(String text) {
        return List.of(Command.action("execute_command", RawJson.object(Map.of("command", RawJson.ofString(text)))));
    }
}
