package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.server.engine.SessionOutcome.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DelegateEngineTest {

    private static final String NO_ANSWER = "Device did not answer execute_task within 300 s;"
            + " a device that only runs tools needs the playbook engine";

    private final DelegateEngine engine = new DelegateEngine();

    @Test
    void handsTheRequestToTheDeviceInOneAction() {
        FakeSession session = FakeSession.succeeding("say \"hi\"\n", "1");

        StepVerifier.create(engine.run(session)).expectNextCount(1).verifyComplete();

        assertThat(session.sent()).singleElement().satisfies(round -> {
            assertThat(round.agentName()).isNull();
            assertThat(round.commands()).singleElement().satisfies(command -> {
                assertThat(command.toolName()).isEqualTo("execute_task");
                assertThat(command.toolType().wire()).isEqualTo("action");
                assertThat(command.parameters()).isEqualTo(RawJson.of("{\"request\":\"say \\\"hi\\\"\\n\"}"));
                assertThat(command.callId()).isNull();
            });
        });
    }

    @Test
    void completesWithWhatTheDeviceReports() {
        FakeSession session = FakeSession.succeeding("count the log files", "\"1 file\"");

        StepVerifier.create(engine.run(session))
                .expectNext(SessionOutcome.completed(
                        RawJson.of("[{\"request\":\"count the log files\",\"result\":\"1 file\"}]")))
                .verifyComplete();
    }

    @Test
    void failsWithTheDevicesError() {
        FakeSession session = FakeSession.answering("q", FakeSession.failure("no such window"));

        StepVerifier.create(engine.run(session))
                .expectNext(SessionOutcome.failed(
                        "no such window", RawJson.of("[{\"request\":\"q\",\"result\":\"no such window\"}]")))
                .verifyComplete();
    }

    @Test
    void saysWhichEngineADeviceThatNeverAnswersNeeds() {
        FakeSession session = silent("q", RoundResult.timedOut(List.of(Result.failure("timed out", null))));

        StepVerifier.withVirtualTime(() -> engine.run(session))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(300))
                .assertNext(outcome -> {
                    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
                    assertThat(outcome.error()).isEqualTo(NO_ANSWER);
                    assertThat(outcome.result())
                            .isEqualTo(RawJson.of("[{\"request\":\"q\",\"result\":\"" + NO_ANSWER + "\"}]"));
                })
                .verifyComplete();
    }

    @Test
    void doesNotBlameADeviceThatCouldNotBeReached() {
        FakeSession session =
                FakeSession.answering("q", RoundResult.notSent(List.of(Result.failure("connection lost", null))));

        StepVerifier.create(engine.run(session))
                .assertNext(outcome -> assertThat(outcome.error()).isEqualTo("connection lost"))
                .verifyComplete();
    }

    @Test
    void givesUpTheRoundWhenTheSessionIsCancelled() {
        FakeSession session = silent("q", FakeSession.success("1"));

        StepVerifier.withVirtualTime(() -> engine.run(session))
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(10))
                .thenCancel()
                .verify();

        assertThat(session.cancelled()).isEqualTo(1);
    }

    private static FakeSession silent(String request, RoundResult end) {
        return new FakeSession(
                "linux",
                request,
                (number, round) -> Mono.delay(Duration.ofSeconds(300)).map(tick -> end));
    }
}
