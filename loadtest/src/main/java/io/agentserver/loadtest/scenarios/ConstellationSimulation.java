package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Simulation;

/** What Galaxy does with a device: ask what it is, then have it run a task. */
final class ConstellationSimulation extends Simulation {

    ConstellationSimulation() {
        fleetWithConstellations(settings().devices());
        setUp(settings()
                .load(scenario("constellation")
                        .exec(aip("device_info").deviceInfo())
                        .exitHereIfFailed()
                        .exec(aip("task").task("count the log files"))));
    }
}
