package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/** P-6: rounds from {@code POST /api/dispatch} to TASK_END, as many as go and at the rate the original ends at. */
record DispatchMeasurement(int devices, int concurrency) implements Measurement {

    /** The longest way through the hub takes the compiler longest, and in the pauses it has the cores for itself. */
    private static final int WARM_UPS = 10;

    private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration WINDOW = Duration.ofSeconds(8);
    private static final String MOST = "P-6 rounds per s, as many as go";
    private static final String P99 = "P-6 p99 ms at 1,360/s";

    /** Where the Python original saturates. */
    private static final int ORIGINAL_PER_SECOND = 1_360;

    private static final int WANTED = 5;

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast(
                        "P-6",
                        "dispatch to task end per second (the original: 1,360)",
                        MOST,
                        WANTED * ORIGINAL_PER_SECOND,
                        ""),
                Goal.atMost("P-6", "its p99 at 1,360 per second", P99, 5, " ms"));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.hubs(), (server, subject) -> {
            try (Fleet fleet = new Fleet(lab.loop(), server.target(), "worker")) {
                fleet.connect(devices);
                try (DispatchLoad load = DispatchLoad.open(lab.loop(), server.target(), fleet, concurrency)) {
                    warmUp(load);
                    most(lab, server, subject, load);
                    paced(lab, subject, load);
                }
            }
        });
    }

    private static void warmUp(DispatchLoad load) {
        for (int i = 0; i < WARM_UPS; i++) {
            load.closedLoop(WARM_UP_WINDOW);
            Pauses.settle();
        }
    }

    private static void most(Lab lab, ServerProcess server, Subject subject, DispatchLoad load) {
        double cpu = server.cpuSeconds();
        DispatchLoad.Outcome most = load.closedLoop(WINDOW);
        double used = server.cpuSeconds() - cpu;
        lab.table().add(MOST, subject, most.perSecond());
        lab.table().add("P-6 server CPU µs per round", subject, used * 1e6 / most.rounds());
        lab.table().add("P-6 cores the client used", subject, most.generatorCpu());
    }

    private void paced(Lab lab, Subject subject, DispatchLoad load) {
        load.openLoop(ORIGINAL_PER_SECOND, SETTLING);
        DispatchLoad.Outcome paced = lab.undisturbed(name(), subject, () -> load.openLoop(ORIGINAL_PER_SECOND, WINDOW));
        lab.table().add("P-6 p50 ms at 1,360/s", subject, paced.latencyMillis(50));
        lab.table().add(P99, subject, paced.latencyMillis(99));
        lab.table().add("P-6 p99.9 ms at 1,360/s", subject, paced.latencyMillis(99.9));
    }
}
