package io.agentserver.loadtest.scenarios;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.atOnceUsers;
import static io.agentserver.loadtest.Dsl.rampUsers;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Scenario;
import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import java.util.UUID;

/**
 * Connects and registers devices: all of them at once or spread over the ramp, and keeps them until the last one is there.
 * With a rate or a number of users each device leaves again as soon as it is registered.
 */
final class ConnectSimulation extends Simulation {

    ConnectSimulation() {
        String run = UUID.randomUUID().toString().substring(0, 8);
        Scenario connect = scenario("connect").exec(aip("connect").connectDevice("connect-" + run + "-#{userId}"));
        Settings asked = settings();
        if (asked.rate() != null || asked.users() != null) {
            setUp(asked.load(connect));
            return;
        }
        keepConnections();
        setUp(connect.injectOpen(
                asked.ramp().isZero()
                        ? atOnceUsers(asked.devices())
                        : rampUsers(asked.devices()).during(asked.ramp())));
    }
}
