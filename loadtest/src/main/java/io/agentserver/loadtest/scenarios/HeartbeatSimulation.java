package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Simulation;

/** Heartbeats over registered devices in turn. */
final class HeartbeatSimulation extends Simulation {

    HeartbeatSimulation() {
        fleet(settings().devices());
        setUp(settings().load(scenario("heartbeat").exec(aip("heartbeat").heartbeat())));
    }
}
