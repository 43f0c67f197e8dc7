package io.agentserver.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** P-11: what a heartbeat costs the load tester beside a client on Netty alone, same server, same rate, both warm. */
record GeneratorMeasurement(int devices) implements Measurement {

    private static final int PER_SECOND = 10_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final int LOAD_SECONDS = 9;

    /** From the start of the process; the load has begun long before and goes on after. */
    private static final int SAMPLE_FROM_SECONDS = 6;

    private static final int SAMPLE_SECONDS = 6;
    private static final String RATIO = "P-11 CPU per heartbeat, load tester / raw Netty client";

    @Override
    public String name() {
        return "generator";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(
                "P-11",
                "load tester: CPU per heartbeat at 10,000 per second against a raw Netty client",
                RATIO,
                1.5,
                ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        LoadTester.require(lab);
        lab.visit(name(), Subject.parse("netty", lab.flags()), server -> {
            Subject subject = Subject.parse("netty", lab.flags());
            for (int round = 1; round <= rounds; round++) {
                lab.say(name() + ", round " + round + " of " + rounds);
                double tester = loadTester(lab, server, round);
                double raw = rawClient(lab, server);
                lab.table().add("P-11 CPU µs per heartbeat, load tester", subject, tester);
                lab.table().add("P-11 CPU µs per heartbeat, raw Netty client", subject, raw);
                lab.table().add(RATIO, subject, tester / raw);
            }
        });
    }

    private double loadTester(Lab lab, ServerProcess server, int round) {
        LoadTester.Plan plan = LoadTester.Plan.open("heartbeat", devices, PER_SECOND, WARM_UP_SECONDS, LOAD_SECONDS);
        try (LoadTester tester = LoadTester.start(lab, server.target(), plan, "generator-" + round)) {
            double used = sample(tester.pid());
            JsonNode stats = tester.await();
            double answered = stats.path("answered_per_s").asDouble();
            if (answered < 0.98 * PER_SECOND) {
                throw new IllegalStateException("The load tester had only " + answered + " answers per second");
            }
            return used;
        }
    }

    private double rawClient(Lab lab, ServerProcess server) {
        String[] arguments = {
            "--devices", Integer.toString(devices),
            "--rate", Integer.toString(PER_SECOND),
            "--seconds", Integer.toString(WARM_UP_SECONDS + LOAD_SECONDS)
        };
        try (RawClient client = RawClient.start(lab, server.target(), "heartbeat", arguments)) {
            double used = sample(client.pid());
            client.await();
            return used;
        }
    }

    /** Microseconds of CPU per heartbeat, once everything is warm. */
    private static double sample(long pid) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SAMPLE_FROM_SECONDS));
        double before = CpuClock.process(pid);
        long began = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SAMPLE_SECONDS));
        double used = CpuClock.process(pid) - before;
        return used * 1e6 / (PER_SECOND * (System.nanoTime() - began) / 1e9);
    }
}
