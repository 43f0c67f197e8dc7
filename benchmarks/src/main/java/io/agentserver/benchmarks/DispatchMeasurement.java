package io.agentserver.benchmarks;

import java.time.Duration;

/** P-6: rounds from {@code POST /api/dispatch} to TASK_END, as many as go and at the rate the original ends at. */
record DispatchMeasurement(ClientLoop loop, int devices, int concurrency, Duration warmUp, Duration window)
        implements Measurement {

    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Where the Python original saturates. */
    private static final int ORIGINAL_PER_SECOND = 1_360;

    @Override
    public boolean fits(Subject subject) {
        return subject.kind() == Subject.Kind.HUB;
    }

    @Override
    public void run(ServerProcess server, Subject subject, Table table) {
        try (Fleet fleet = new Fleet(loop, server.target(), "worker")) {
            fleet.connect(devices);
            try (DispatchLoad load = DispatchLoad.open(loop, server.target(), fleet, concurrency)) {
                load.closedLoop(warmUp);
                double cpu = server.cpuSeconds();
                DispatchLoad.Outcome most = load.closedLoop(window);
                double used = server.cpuSeconds() - cpu;
                table.add("P-6 rounds per s, " + concurrency + " at once", subject, most.perSecond());
                table.add("P-6 server CPU µs per round", subject, used * 1e6 / most.rounds());
                table.add("P-6 cores the client used", subject, most.generatorCpu());
                load.openLoop(ORIGINAL_PER_SECOND, SETTLING);
                DispatchLoad.Outcome paced = load.openLoop(ORIGINAL_PER_SECOND, window);
                table.add("P-6 p50 ms at 1,360/s", subject, paced.latencyMillis(50));
                table.add("P-6 p99 ms at 1,360/s", subject, paced.latencyMillis(99));
                table.add("P-6 p99.9 ms at 1,360/s", subject, paced.latencyMillis(99.9));
            }
        }
    }
}
