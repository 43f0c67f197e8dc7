package io.agentserver.loadtest.scenarios;

import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The scenarios that come along, by name. */
public enum BuiltIn {
    CONNECT("connect", "devices that connect and register, at once or over --ramp", ConnectSimulation::new),
    HEARTBEAT("heartbeat", "heartbeats of registered devices in turn", HeartbeatSimulation::new),
    HEALTH("health", "GET /api/health", HealthSimulation::new),
    CLIENTS("clients", "GET /api/clients", ClientsSimulation::new),
    DISPATCH("dispatch", "POST /api/dispatch up to TASK_END at the device", DispatchSimulation::new),
    CONSTELLATION("constellation", "device information and a task of a constellation", ConstellationSimulation::new),
    MIXED("mixed", "all of these together as a hub sees them", MixedSimulation::new);

    private final String id;
    private final String description;
    private final Supplier<? extends Simulation> maker;

    BuiltIn(String id, String description, Supplier<? extends Simulation> maker) {
        this.id = id;
        this.description = description;
        this.maker = maker;
    }

    /** What the command line calls it. */
    public String id() {
        return id;
    }

    /** What it does, in a few words. */
    public String description() {
        return description;
    }

    /** The one of that name. */
    public static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values()).filter(each -> each.id.equals(name)).findFirst();
    }

    /** Makes it for those settings. */
    public Simulation simulation(Settings settings) {
        return Simulation.with(settings, maker);
    }
}
