package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.exec;
import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.percent;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Simulation;

/** Much life, some watching, some work. */
final class MixedSimulation extends Simulation {

    MixedSimulation() {
        fleetWithConstellations(settings().devices());
        setUp(settings()
                .load(scenario("mixed")
                        .randomSwitch(
                                percent(60, aip("heartbeat").heartbeat()),
                                percent(15, http("health").get("/api/health")),
                                percent(5, http("clients").get("/api/clients")),
                                percent(10, aip("dispatch").dispatch("count the log files")),
                                percent(
                                        10,
                                        exec(aip("device_info").deviceInfo())
                                                .exitHereIfFailed()
                                                .exec(aip("task").task("count the log files"))))));
    }
}
