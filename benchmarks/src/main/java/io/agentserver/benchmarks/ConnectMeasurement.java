package io.agentserver.benchmarks;

import java.time.Duration;

/** P-4: devices connected and registered per second, by a server that has just started and by one that is warm. */
record ConnectMeasurement(ClientLoop loop, int devices) implements Measurement {

    private static final int WARM_UP_STORMS = 2;

    @Override
    public void run(ServerProcess server, Subject subject, Table table) {
        storm(server, subject, table, "fresh server");
        for (int i = 0; i < WARM_UP_STORMS; i++) {
            try (Fleet fleet = new Fleet(loop, server.target(), "warm-up-" + i)) {
                fleet.connect(devices);
            }
            Pauses.settle();
        }
        storm(server, subject, table, "warm server");
    }

    private void storm(ServerProcess server, Subject subject, Table table, String state) {
        double serverCpu = server.cpuSeconds();
        long clientCpu = loop.cpuNanos();
        try (Fleet fleet = new Fleet(loop, server.target(), state.replace(' ', '-'))) {
            Duration took = fleet.connect(devices);
            double seconds = took.toNanos() / 1e9;
            table.add("P-4 connect + register per s, " + state, subject, devices / seconds);
            table.add(
                    "P-4 server CPU µs per device, " + state,
                    subject,
                    (server.cpuSeconds() - serverCpu) * 1e6 / devices);
            table.add("P-4 cores the client used, " + state, subject, (loop.cpuNanos() - clientCpu) / 1e9 / seconds);
        }
        Pauses.settle();
    }
}
