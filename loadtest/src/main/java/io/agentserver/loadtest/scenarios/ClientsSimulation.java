package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static io.agentserver.loadtest.Dsl.status;

import io.agentserver.loadtest.Simulation;

/** What dashboards do. */
final class ClientsSimulation extends Simulation {

    ClientsSimulation() {
        setUp(settings()
                .load(scenario("clients")
                        .exec(http("clients").get("/api/clients").check(status().is(200)))));
    }
}
