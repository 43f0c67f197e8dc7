package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/** P-5: how long heartbeats wait for their answers at a rate near what the machine can do. */
record HeartbeatMeasurement(int devices) implements Measurement {

    private static final int PER_SECOND = 20_000;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final String P99 = "P-5 heartbeat p99 ms at 20,000/s";

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost("P-5", "heartbeat p99 at 20,000 per second against raw Netty", P99, 1.5, "")
                .to(Subject.Kind.NETTY));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.subjects(Subject.Kind.HUB, Subject.Kind.NETTY), (server, subject) -> {
            try (Fleet fleet = new Fleet(lab.loop(), server.target(), "beating")) {
                fleet.connect(devices);
                HeartbeatLoad load = HeartbeatLoad.of(lab.loop(), fleet);
                load.run(PER_SECOND, WARM_UP);
                Window window = lab.undisturbed(name(), subject, () -> window(server, load));
                HeartbeatLoad.Outcome outcome = window.outcome();
                lab.table().add(P99, subject, outcome.millis(99));
                lab.table().add("P-5 heartbeat p50 ms at 20,000/s", subject, outcome.millis(50));
                lab.table()
                        .add(
                                "P-5 server CPU µs per heartbeat",
                                subject,
                                window.cpuSeconds() * 1e6 / outcome.latency().getTotalCount());
                lab.table().add("P-5 cores the client used", subject, outcome.generatorCpu());
            }
        });
    }

    private record Window(HeartbeatLoad.Outcome outcome, double cpuSeconds) {}

    private static Window window(ServerProcess server, HeartbeatLoad load) {
        double before = server.cpuSeconds();
        HeartbeatLoad.Outcome outcome = load.run(PER_SECOND, WINDOW);
        return new Window(outcome, server.cpuSeconds() - before);
    }
}
