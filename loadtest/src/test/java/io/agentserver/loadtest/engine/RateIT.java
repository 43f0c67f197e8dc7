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

    private static final int SECONDS = 3;

    /** Whether the machine keeps up or not, the figures must not lie about it. */
    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 20_000})
    void thePlannedRateIsKeptOrTheRunIsInvalid(int rate) throws Exception {
        try (StallServer server = StallServer.prompt()) {
            RunPlan plan = Runs.plan(
                    scenario("get").exec(http("get").get("/")),
                    FleetPlan.NONE,
                    Runs.open(rate, Duration.ofSeconds(3), Duration.ofSeconds(SECONDS)),
                    Duration.ofSeconds(10));
            RunResult result = Runs.run(server.url(), plan);

            RequestResult get = Runs.request(result, "get");
            assertThat(get.planned()).isEqualTo((long) rate * SECONDS);
            double missing = Math.abs(get.sent() - get.planned()) / (double) get.planned();
            if (result.valid()) {
                assertThat(missing).isLessThanOrEqualTo(0.011);
                assertThat(get.ko()).isZero();
            } else {
                assertThat(String.join("; ", result.invalidReasons())).contains("generator");
            }
        }
    }
}
