package io.agentserver.server.engine;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Hands the whole request to the device: one COMMAND with the single action {@code execute_task} and the parameters
 * {@code {"request": text}}. For devices that plan by themselves. A device that only runs tools does not know {@code
 * execute_task} and, like the original's client, never answers (contract 2.6); it needs a {@link PlaybookEngine}.
 *
 * <p>The outcome follows {@link SessionOutcome#ofRounds}; without an answer it is {@code Device did not answer
 * execute_task within 300 s; …}, timed out.
 */
public final class DelegateEngine implements SessionEngine {

    private static final String TOOL = "execute_task";

    @Override
    public Mono<SessionOutcome> run(SessionContext context) {
        RawJson parameters = RawJson.object(Map.of("request", RawJson.ofString(context.request())));
        return context.execute(List.of(Command.action(TOOL, parameters))).map(round -> outcome(context, round));
    }

    private static SessionOutcome outcome(SessionContext context, RoundResult round) {
        if (round.ending() != RoundResult.Ending.TIMED_OUT) {
            return SessionOutcome.ofRounds(context.request(), List.of(round));
        }
        String error = "Device did not answer " + TOOL + " within " + text(context.commandTimeout())
                + "; a device that only runs tools needs the playbook engine";
        return SessionOutcome.timedOut(error, RoundReport.of(context.request(), RawJson.ofString(error)));
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
