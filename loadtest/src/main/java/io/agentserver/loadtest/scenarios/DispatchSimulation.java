package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Simulation;

/** Tasks dispatched over HTTP to simulated devices, one at a time each. */
final class DispatchSimulation extends Simulation {

    DispatchSimulation() {
        fleet(settings().devices());
        setUp(settings().load(scenario("dispatch").exec(aip("dispatch").dispatch("count the log files"))));
    }
}
