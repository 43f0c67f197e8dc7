package io.agentserver.server.engine;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What an engine knows of the session it runs, and the one thing it can do: have the device execute commands. */
public interface SessionContext {

    /** The id that the requester, the device and the HTTP API share. */
    String sessionId();

    /** The task's name, sanitised (contract 3.8). */
    String taskName();

    /** What to do, in the requester's words; never empty. */
    String request();

    /** The device that executes. */
    String deviceId();

    /** {@code windows}, {@code linux} or {@code mobile}. */
    String platform();

    /** What the device registered about itself, or null. */
    @Nullable
    RawJson systemInfo();

    /** How long a round may take before it fails ({@code sessions.command-timeout}). */
    Duration commandTimeout();

    /**
     * Sends one round of commands when subscribed to, and emits what came of it as soon as the device answers. A device
     * works on one round at a time; rounds wait their turn, and the deadline runs from that turn on (contract 3.11).
     *
     * <p>A round never ends in an error. When the device does not answer before the deadline, or cannot be reached, the
     * {@link RoundResult} says so and every command yields a {@code failure}. Cancelling gives up waiting; what the device
     * already received it still executes. When the session ends, rounds that are waiting emit nothing more.
     */
    Mono<RoundResult> execute(CommandRound round);

    /** A round for the platform's own agent (contract 6.5). */
    default Mono<RoundResult> execute(List<Command> commands) {
        return execute(CommandRound.of(commands));
    }
}
