package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * P-2: how much slower {@code /api/health} answers with many devices than with few, at the same rate, by the same server in
 * turn. Both times the list of ids is cut, so that the answers are of one size.
 */
record HealthLatencyMeasurement(int few, int many) implements Measurement {

    private static final int PER_SECOND = 5_000;
    private static final int CONNECTIONS = 32;
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final String RATIO = "P-2 health p99, many devices / few";

    @Override
    public String name() {
        return "health-latency";
    }

    @Override
    public int rounds() {
        return 5;
    }

    @Override
    public List<Goal> goals() {
        String title = "`/api/health` p99 at 5,000 per second, 15,000 devices against 1,500";
        return List.of(Goal.atMost("P-2", title, RATIO, 1.2, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), 1, lab.hubs(), (server, subject) -> {
            try (Fleet fleet = new Fleet(lab.loop(), server.target(), "idle");
                    HealthPace health = HealthPace.open(lab.loop(), server.target(), CONNECTIONS)) {
                fleet.connect(few);
                health.run(PER_SECOND, WARM_UP);
                for (int round = 1; round <= rounds; round++) {
                    lab.say(name() + ", window " + round + " of " + rounds);
                    double before = p99(lab, subject, health, few);
                    try (Fleet more = new Fleet(lab.loop(), server.target(), "more-" + round)) {
                        more.connect(many - few);
                        Pauses.untilCollected();
                        lab.table().add(RATIO, subject, p99(lab, subject, health, many) / before);
                    }
                    Pauses.untilCollected();
                }
            }
        });
    }

    private double p99(Lab lab, Subject subject, HealthPace health, int devices) {
        health.run(PER_SECOND, SETTLING);
        Histogram latency = lab.undisturbed(name(), subject, () -> health.run(PER_SECOND, WINDOW));
        double p99 = latency.getValueAtPercentile(99) / 1e3;
        lab.table().add("P-2 health p50 ms, " + devices + " devices", subject, latency.getValueAtPercentile(50) / 1e3);
        lab.table().add("P-2 health p99 ms, " + devices + " devices", subject, p99);
        return p99;
    }
}
