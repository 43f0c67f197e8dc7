package io.agentserver.server.engine;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A session without a device: a test says what comes of the n-th round, from 0, and reads which rounds were sent. */
public final class FakeSession implements SessionContext {

    private final String platform;
    private final String request;
    private final BiFunction<Integer, CommandRound, Mono<RoundResult>> device;
    private final List<CommandRound> sent = new ArrayList<>();
    private int cancelled;

    FakeSession(String platform, String request, BiFunction<Integer, CommandRound, Mono<RoundResult>> device) {
        this.platform = platform;
        this.request = request;
        this.device = device;
    }

    /** A Linux device that answers every round with that JSON as the result of each command. */
    public static FakeSession succeeding(String request, String json) {
        return new FakeSession(
                "linux", request, (number, round) -> Mono.just(RoundResult.answered(successes(round, json))));
    }

    /** A Linux device that answers the rounds one after the other. */
    static FakeSession answering(String request, RoundResult... answers) {
        return new FakeSession("linux", request, (number, round) -> Mono.just(answers[number]));
    }

    static RoundResult success(String... json) {
        return RoundResult.answered(List.of(json).stream()
                .map(value -> Result.success(RawJson.of(value), null))
                .toList());
    }

    static RoundResult failure(String error) {
        return RoundResult.answered(List.of(Result.failure(error, null)));
    }

    private static List<Result> successes(CommandRound round, String json) {
        return round.commands().stream()
                .map(command -> Result.success(RawJson.of(json), null))
                .toList();
    }

    /** The rounds subscribed to so far. */
    public List<CommandRound> sent() {
        return sent;
    }

    /** How many rounds were given up before they had a result. */
    int cancelled() {
        return cancelled;
    }

    @Override
    public String sessionId() {
        return "s-1";
    }

    @Override
    public String taskName() {
        return "task";
    }

    @Override
    public String request() {
        return request;
    }

    @Override
    public String deviceId() {
        return "device-1";
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public @Nullable RawJson systemInfo() {
        return null;
    }

    @Override
    public Duration commandTimeout() {
        return Duration.ofSeconds(300);
    }

    @Override
    public Mono<RoundResult> execute(CommandRound round) {
        return Mono.defer(() -> {
                    sent.add(round);
                    return device.apply(sent.size() - 1, round);
                })
                .doOnCancel(() -> cancelled++);
    }
}
