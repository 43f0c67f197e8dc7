package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import io.agentserver.protocol.ServerHeader;
import io.agentserver.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CommandRoundTest {

    private static ServerMessage.Commands round(String... tools) {
        List<Command> actions = Arrays.stream(tools)
                .map(tool -> Command.action(tool, null).withCallId("call-" + tool))
                .toList();
        return new ServerMessage.Commands(
                new ServerHeader(MessageStatus.CONTINUE, "s", null, "r"), "LinuxAgent", "", "", actions, "n");
    }

    private static List<Result> execute(CommandHandler handler, ServerMessage.Commands round) {
        return new CommandRound(handler).execute(round).block();
    }

    @Test
    void oneResultPerCommandUnderItsCallId() {
        // Contract 2.6.
        List<Result> results = execute(
                (command, round) -> Mono.just(Result.success(RawJson.ofString(command.toolName()), null)),
                round("a", "b"));

        assertThat(results)
                .containsExactly(
                        Result.success(RawJson.ofString("a"), "call-a"),
                        Result.success(RawJson.ofString("b"), "call-b"));
    }

    @Test
    void skipsAllThatFollowTheFirstFailure() {
        List<String> executed = new ArrayList<>();
        List<Result> results = execute(
                (command, round) -> {
                    executed.add(command.toolName());
                    return Mono.just(
                            command.toolName().equals("bad")
                                    ? Result.failure("broken", null)
                                    : Result.success(null, null));
                },
                round("a", "bad", "c", "d"));

        assertThat(executed).containsExactly("a", "bad");
        assertThat(results)
                .extracting(Result::status)
                .containsExactly(
                        ResultStatus.SUCCESS, ResultStatus.FAILURE, ResultStatus.SKIPPED, ResultStatus.SKIPPED);
        assertThat(results.subList(2, 4))
                .extracting(Result::error)
                .containsOnly("Skipped due to previous failure (early_exit=True).");
        assertThat(results).extracting(Result::callId).containsExactly("call-a", "call-bad", "call-c", "call-d");
    }

    @Test
    void goesOnAfterAResultThatIsNeitherSuccessNorFailure() {
        List<Result> results = execute(
                (command, round) -> Mono.just(new Result(ResultStatus.NONE, null, null, null, null)), round("a", "b"));

        assertThat(results).extracting(Result::status).containsExactly(ResultStatus.NONE, ResultStatus.NONE);
    }

    @Test
    void whateverAHandlerThrowsBecomesAFailure() {
        Stream<CommandHandler> handlers = Stream.of(
                (command, round) -> Mono.error(new IllegalStateException()),
                (command, round) -> {
                    throw new IllegalStateException();
                },
                CommandHandler.blocking(command -> {
                    throw new IllegalStateException();
                }));

        assertThat(handlers.map(handler -> execute(handler, round("a"))))
                .allSatisfy(results ->
                        assertThat(results).containsExactly(Result.failure("IllegalStateException", "call-a")));
    }

    @Test
    void emptyToolNameTakesNoAction() {
        // Contract 2.6: a success Result "No action taken." whose error is "".
        List<Result> results =
                execute((command, round) -> Mono.error(new AssertionError("not to be asked")), round(""));

        assertThat(results)
                .containsExactly(
                        new Result(ResultStatus.SUCCESS, "", RawJson.ofString("No action taken."), null, "call-"));
    }

    @Test
    void roundWithoutCommandsHasNoResults() {
        assertThat(execute((command, round) -> Mono.never(), round())).isEmpty();
    }
}
