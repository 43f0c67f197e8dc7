package io.agentserver.server.engine;

import static io.agentserver.server.engine.FakeSession.failure;
import static io.agentserver.server.engine.FakeSession.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import io.agentserver.server.engine.SessionOutcome.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the decisions page, "Engines and results", and contract 3.12 and 6.1. */
class SessionOutcomeTest {

    @Test
    void wrapsTheResultOfTheOnlyCommand() {
        assertThat(of(success("{\"stdout\": \"a.log\"}")))
                .isEqualTo(completed("[{\"request\":\"q\",\"result\":{\"stdout\": \"a.log\"}}]"));
    }

    @Test
    void listsTheResultsOfSeveralCommandsOfOneRound() {
        assertThat(of(success("1", "\"two\""))).isEqualTo(completed("[{\"request\":\"q\",\"result\":[1,\"two\"]}]"));
    }

    @Test
    void listsTheResultsOfSeveralRounds() {
        assertThat(of(success("1"), success("2"))).isEqualTo(completed("[{\"request\":\"q\",\"result\":[1,2]}]"));
    }

    @Test
    void completesWithNullWhenTheDeviceAnswersWithoutResults() {
        // Case 50: action_results null or [] resolves the round as empty.
        assertThat(of(success())).isEqualTo(completed("[{\"request\":\"q\",\"result\":null}]"));
    }

    @Test
    void takesAnAbsentResultAsNull() {
        RoundResult round = RoundResult.answered(List.of(Result.success(null, null)));

        assertThat(of(round)).isEqualTo(completed("[{\"request\":\"q\",\"result\":null}]"));
    }

    @Test
    void failsWithTheErrorOfTheFirstFailureAndPutsItInPlaceOfItsResult() {
        RoundResult round = RoundResult.answered(List.of(
                Result.success(RawJson.of("1"), null),
                Result.failure("disk full", null),
                new Result(
                        ResultStatus.SKIPPED, "Skipped due to previous failure (early_exit=True).", null, null, null)));

        SessionOutcome outcome = of(round);

        assertThat(outcome)
                .isEqualTo(SessionOutcome.failed(
                        "disk full",
                        RawJson.of("[{\"request\":\"q\",\"result\":[1,\"disk full\","
                                + "\"Skipped due to previous failure (early_exit=True).\"]}]")));
        assertThat(outcome.completed()).isFalse();
    }

    @Test
    void failsWithTheErrorOfTheFirstRoundThatFailed() {
        SessionOutcome outcome = of(success("1"), failure("first"), failure("second"));

        assertThat(outcome)
                .isEqualTo(SessionOutcome.failed(
                        "first", RawJson.of("[{\"request\":\"q\",\"result\":[1,\"first\",\"second\"]}]")));
    }

    @Test
    void failsWhenACommandWasSkipped() {
        RoundResult round = RoundResult.answered(List.of(new Result(ResultStatus.SKIPPED, null, null, null, null)));

        assertThat(of(round).status()).isEqualTo(Status.FAILED);
        assertThat(of(round).error()).isEqualTo("The device skipped a command and gave no reason");
    }

    @Test
    void completesWhenACommandHadNothingToReport() {
        RoundResult round =
                RoundResult.answered(List.of(new Result(ResultStatus.NONE, null, RawJson.of("7"), null, null)));

        assertThat(of(round)).isEqualTo(completed("[{\"request\":\"q\",\"result\":7}]"));
    }

    @Test
    void keepsTheResultOfAFailureWithoutAnErrorText() {
        RoundResult round = RoundResult.answered(
                List.of(new Result(ResultStatus.FAILURE, "", RawJson.of("{\"code\":3}"), null, null)));

        assertThat(of(round))
                .isEqualTo(SessionOutcome.failed(
                        "A command failed on the device, which gave no reason",
                        RawJson.of("[{\"request\":\"q\",\"result\":{\"code\":3}}]")));
    }

    @Test
    void tellsAPassedDeadlineFromAFailure() {
        RoundResult late = RoundResult.timedOut(List.of(Result.failure("too late", null)));

        assertThat(of(success("1"), late).status()).isEqualTo(Status.TIMED_OUT);
        assertThat(of(success("1"), late).error()).isEqualTo("too late");
        assertThat(of(failure("before"), late).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void takesCommandsThatCouldNotBeSentAsAFailure() {
        RoundResult unsent = RoundResult.notSent(List.of(Result.failure("gone", null)));

        assertThat(of(unsent))
                .isEqualTo(SessionOutcome.failed("gone", RawJson.of("[{\"request\":\"q\",\"result\":\"gone\"}]")));
        assertThat(unsent.answered()).isFalse();
    }

    @Test
    void refusesAnErrorOnACompletedSession() {
        assertThatThrownBy(() -> new SessionOutcome(Status.COMPLETED, "boom", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("error: boom (expected: null for a completed session)");
    }

    private static SessionOutcome of(RoundResult... rounds) {
        return SessionOutcome.ofRounds("q", List.of(rounds));
    }

    private static SessionOutcome completed(String json) {
        return SessionOutcome.completed(RawJson.of(json));
    }
}
