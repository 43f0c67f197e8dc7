package io.agentserver.benchmarks;

/** P-9: from the start of the process to the first 200; every start is a value, so there is nothing left to do. */
record StartMeasurement() implements Measurement {

    @Override
    public void run(ServerProcess server, Subject subject, Table table) {
        table.add("P-9 seconds to the first 200", subject, server.startTime().toNanos() / 1e9);
        table.add("P-9 CPU seconds till then", subject, server.cpuSeconds());
        table.add("P-9 resident MB then", subject, server.residentBytes() / 1e6);
    }
}
