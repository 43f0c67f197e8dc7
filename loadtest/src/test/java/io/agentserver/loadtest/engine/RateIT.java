package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.loadtest.stats.Second;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateIT {

    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 3;
    private static final int ATTEMPTS = 3;

    /** Whether the machine keeps up or not, the figures must not lie about it. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000})
    void thePlannedRateIsKeptOrTheRunIsInvalid(int rate) throws Exception {
        honestRun(rate);
    }

    /** A machine that cannot do that is none to test on; a tester that never trusts itself is of no use. */
    @Test
    void tenRequestsASecondMakeAValidRun() throws Exception {
        List<String> invalid = new ArrayList<>();
        boolean valid = false;
        for (int i = 0; i < ATTEMPTS && !valid; i++) {
            RunResult result = honestRun(10);
            valid = result.valid();
            invalid.addAll(result.invalidReasons());
        }
        assertThat(valid)
                .as("whether one of %d runs was valid; they were not because of %s", ATTEMPTS, invalid)
                .isTrue();
    }

    @Test
    void theBookkeepingIsRehearsedBeforeTheRun() throws Exception {
        List<String> heard = new ArrayList<>();
        try (StallServer server = StallServer.prompt()) {
            RunPlan plan = Runs.plan(
                    scenario("get").exec(http("get").get("/")),
                    FleetPlan.NONE,
                    Runs.open(10, Duration.ZERO, Duration.ofSeconds(1)),
                    Duration.ofSeconds(10));
            RunListener listener = new Runs.Silent() {
                @Override
                public void rehearse(Consumer<RunListener> rehearsal) {
                    List<Second> madeUp = new ArrayList<>();
                    rehearsal.accept(new Runs.Silent() {
                        @Override
                        public void second(Second second) {
                            madeUp.add(second);
                        }
                    });
                    assertThat(madeUp).isNotEmpty();
                    heard.add("rehearsal");
                }

                @Override
                public void second(Second second) {
                    heard.add("second");
                }
            };
            RunResult result = Runs.run(server.url(), plan, listener);

            assertThat(heard).startsWith("rehearsal", "second").containsOnlyOnce("rehearsal");
            assertThat(Runs.request(result, "get").ok()).isEqualTo(10);
            assertThat(server.served())
                    .as("made-up answers are asked of nobody")
                    .hasSize(10);
        }
    }

    /** A run that has kept its rate, or says that it has not. */
    private static RunResult honestRun(int rate) throws Exception {
        try (StallServer server = StallServer.prompt()) {
            RunPlan plan = Runs.plan(
                    scenario("get").exec(http("get").get("/")),
                    FleetPlan.NONE,
                    Runs.open(rate, Duration.ofSeconds(WARM_UP_SECONDS), Duration.ofSeconds(SECONDS)),
                    Duration.ofSeconds(10));
            RunResult result = Runs.run(server.url(), plan);

            RequestResult get = Runs.request(result, "get");
            assertThat(get.planned()).isEqualTo((long) rate * SECONDS);
            if (result.valid()) {
                // Some may be sent in the window that were due just before it.
                double missing = (get.planned() - get.sent()) / (double) get.planned();
                assertThat(missing).isLessThanOrEqualTo(0.011);
                assertThat(get.ko()).isZero();
                // In the warm-up, of which validity says nothing, some may be missing; but nothing is sent twice.
                assertThat(server.served()).hasSizeLessThanOrEqualTo(rate * (WARM_UP_SECONDS + SECONDS));
            } else {
                assertThat(result.invalidReasons())
                        .allSatisfy(
                                reason -> assertThat(reason).containsAnyOf("generator", "planned rate", "never sent"));
            }
            return result;
        }
    }
}
