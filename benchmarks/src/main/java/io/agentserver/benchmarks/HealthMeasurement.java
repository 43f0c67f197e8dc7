package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/** P-1: answers to {@code GET /api/health} per second over 32 connections. */
record HealthMeasurement() implements Measurement {

    private static final int CONNECTIONS = 32;
    private static final Duration WINDOW = Duration.ofSeconds(6);
    private static final String RATE = "P-1 health answers per s";

    @Override
    public String name() {
        return "health";
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("P-1", "`/api/health` answers per second against bare Reactor Netty", RATE, 0.90, "")
                        .to(Subject.Kind.REACTOR));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.say("health is asked by " + (HealthLoad.wrkInstalled() ? "wrk" : "our own client: wrk is not installed"));
        lab.alternate(name(), rounds, lab.subjects(Subject.Kind.HUB, Subject.Kind.REACTOR), (server, subject) -> {
            HealthLoad load = new HealthLoad(server.target(), CONNECTIONS);
            load.perSecond(WARM_UP);
            double cpu = server.cpuSeconds();
            double rate = load.perSecond(WINDOW);
            double used = server.cpuSeconds() - cpu;
            lab.table().add(RATE, subject, rate);
            lab.table().add("P-1 server CPU µs per answer", subject, used * 1e6 / (rate * WINDOW.toSeconds()));
        });
    }
}
