package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateIT {

    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 3;

    /** Whether the machine keeps up or not, the figures must not lie about it. */
    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 20_000})
    void thePlannedRateIsKeptOrTheRunIsInvalid(int rate) throws Exception {
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
                // Some may be sent in the window that were due just before it; but nothing is sent twice.
                double missing = (get.planned() - get.sent()) / (double) get.planned();
                assertThat(missing).isLessThanOrEqualTo(0.011);
                assertThat(get.ko()).isZero();
                assertThat(server.served()).hasSize(rate * (WARM_UP_SECONDS + SECONDS));
            } else {
                assertThat(result.invalidReasons())
                        .allSatisfy(reason -> assertThat(reason).containsAnyOf("generator", "planned rate"));
            }
        }
    }
}
