package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How large the server is after a fleet that worked, against before it came. A smaller fleet has been there before, because
 * the code that serves one must be there anyway.
 */
record FleetMeasurement(int fewer, int devices, Duration duration) implements Measurement {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int TASKS_AT_ONCE = 32;
    private static final String GROWTH = "fleet: resident size after / before";

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public List<Goal> goals() {
        String title = "resident size after a fleet of 10,000 that worked for a minute, against before";
        return List.of(Goal.atMost("fleet", title, GROWTH, 1.05, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.hubs(), (server, subject) -> {
            lab.table().add("fleet: resident MB at the start", subject, server.residentBytes() / 1e6);
            visit(lab, server, subject, fewer, WARM_UP);
            double before = server.residentBytes();
            visit(lab, server, subject, devices, duration);
            double after = server.residentBytes();
            lab.table().add(GROWTH, subject, after / before);
            lab.table().add("fleet: live heap MB at the end", subject, server.liveHeapBytes() / 1e6);
        });
    }

    /** Devices come, work, and go; a task that is refused, fails or is lost fails the measurement. */
    private static void visit(Lab lab, ServerProcess server, Subject subject, int devices, Duration duration) {
        String fleetOf = "fleet of " + devices + ": ";
        try (Fleet fleet = new Fleet(lab.loop(), server.target(), "fleet-of-" + devices)) {
            fleet.connect(devices);
            try (DispatchLoad load = DispatchLoad.open(lab.loop(), server.target(), fleet, TASKS_AT_ONCE)) {
                DispatchLoad.Outcome outcome = load.closedLoop(duration);
                lab.table().add(fleetOf + "tasks per s", subject, outcome.perSecond());
            }
            lab.table().add(fleetOf + "resident MB with it", subject, server.residentBytes() / 1e6);
        }
        server.awaitNobodyConnected();
        Pauses.settle();
        lab.table().add(fleetOf + "resident MB without it", subject, server.residentBytes() / 1e6);
    }
}
