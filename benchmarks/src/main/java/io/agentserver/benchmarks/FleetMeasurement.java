package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How large the server is after a fleet that worked, against before it came. A smaller fleet has been there before, because
 * the code that serves one must be there anyway. Results are forgotten at once; what an hour of them takes is no leak.
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
        List<Subject> forgetful = lab.hubs().stream()
                .map(subject -> subject.withArguments("--config", shortLivedResults(lab)))
                .toList();
        lab.alternate(name(), rounds, forgetful, (server, subject) -> {
            lab.table().add("fleet: resident MB at the start", subject, server.residentBytes() / 1e6);
            visit(lab, server, subject, fewer, WARM_UP);
            double before = server.residentBytes();
            visit(lab, server, subject, devices, duration);
            double after = server.residentBytes();
            lab.table().add(GROWTH, subject, after / before);
            lab.table().add("fleet: live heap MB at the end", subject, server.liveHeapBytes() / 1e6);
        });
    }

    private static String shortLivedResults(Lab lab) {
        Path file = lab.folder().resolve("short-lived-results.yaml");
        try {
            Files.createDirectories(lab.folder());
            return Files.writeString(file, "sessions:\n  result-ttl: 1s\n").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        Pauses.untilCollected();
        lab.table().add(fleetOf + "resident MB without it", subject, server.residentBytes() / 1e6);
    }
}
