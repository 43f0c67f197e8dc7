package io.agentserver.server.cli;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.client.CommandHandler;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tools that do nothing but take their time and now and then fail. Called on the event loop of one connection; the random
 * numbers are used by no other.
 */
final class SimulatedTools implements CommandHandler {

    private static final String WHOLE_REQUEST = "execute_task";

    private final ThinkTime thinkTime;
    private final Percentage failures;
    private final RandomGenerator random;
    private final Scheduler scheduler;

    SimulatedTools(ThinkTime thinkTime, Percentage failures, RandomGenerator random, Scheduler scheduler) {
        this.thinkTime = thinkTime;
        this.failures = failures;
        this.random = random;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Result> execute(Command command, ServerMessage.Commands round) {
        Result result = failures.strikes(random)
                ? Result.failure("simulated failure of " + command.toolName(), command.callId())
                : Result.success(RawJson.ofString("simulated: " + what(command)), command.callId());
        return Mono.delay(thinkTime.draw(random), scheduler).thenReturn(result);
    }

    /** The request where the device was given it whole, else the tool. */
    private static String what(Command command) {
        RawJson parameters = command.parameters();
        RawJson request = parameters == null ? null : parameters.member("request");
        @Nullable String text = request == null ? null : request.stringValue();
        return command.toolName().equals(WHOLE_REQUEST) && text != null ? text : command.toolName();
    }
}
