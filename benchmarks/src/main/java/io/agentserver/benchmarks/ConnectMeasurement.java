package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/** P-4: devices connected and registered per second, by a server that has just started and by one that is warm. */
record ConnectMeasurement(int devices) implements Measurement {

    /** With fewer the compiler still takes a good part of the machine, and more of it from whoever has more code. */
    private static final int WARM_UP_STORMS = 8;

    private static final String RATE = "P-4 connect + register per s, ";
    private static final String WARM = "warm server";

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("P-4", "connect + register per second against bare Reactor Netty", RATE + WARM, 0.85, "")
                        .to(Subject.Kind.REACTOR));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.subjects(Subject.Kind.HUB, Subject.Kind.REACTOR), (server, subject) -> {
            storm(lab, server, subject, "fresh server");
            for (int i = 0; i < WARM_UP_STORMS; i++) {
                try (Fleet fleet = new Fleet(lab.loop(), server.target(), "warm-up-" + i)) {
                    fleet.connect(devices);
                }
                Pauses.settle();
            }
            storm(lab, server, subject, WARM);
        });
    }

    private void storm(Lab lab, ServerProcess server, Subject subject, String state) {
        double serverCpu = server.cpuSeconds();
        long clientCpu = lab.loop().cpuNanos();
        try (Fleet fleet = new Fleet(lab.loop(), server.target(), state.replace(' ', '-'))) {
            Duration took = fleet.connect(devices);
            double seconds = took.toNanos() / 1e9;
            double used = server.cpuSeconds() - serverCpu;
            double busy = (lab.loop().cpuNanos() - clientCpu) / 1e9 / seconds;
            lab.table().add(RATE + state, subject, devices / seconds);
            lab.table().add("P-4 server CPU µs per device, " + state, subject, used * 1e6 / devices);
            lab.table().add("P-4 cores the client used, " + state, subject, busy);
        }
        Pauses.settle();
    }
}
