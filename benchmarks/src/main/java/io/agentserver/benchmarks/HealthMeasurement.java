package io.agentserver.benchmarks;

import java.time.Duration;

/** P-1: answers to {@code GET /api/health} per second over 32 connections. */
record HealthMeasurement(Duration warmUp, Duration window) implements Measurement {

    private static final int CONNECTIONS = 32;

    @Override
    public void run(ServerProcess server, Subject subject, Table table) {
        HealthLoad load = new HealthLoad(server.target(), CONNECTIONS);
        load.perSecond(warmUp);
        double cpu = server.cpuSeconds();
        double rate = load.perSecond(window);
        double used = server.cpuSeconds() - cpu;
        table.add("P-1 health answers per s", subject, rate);
        table.add("P-1 server CPU µs per answer", subject, used * 1e6 / (rate * window.toSeconds()));
    }
}
