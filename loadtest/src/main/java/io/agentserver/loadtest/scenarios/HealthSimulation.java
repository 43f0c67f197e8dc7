package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static io.agentserver.loadtest.Dsl.status;

import io.agentserver.loadtest.Simulation;

/** What probes do. */
final class HealthSimulation extends Simulation {

    HealthSimulation() {
        setUp(settings()
                .load(scenario("health").exec(http("health").get("/api/health").check(status().is(200)))));
    }
}
