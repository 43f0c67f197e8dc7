package io.agentserver.benchmarks;

/**
 * P-3: what an idle registered device costs in memory, between a thousand devices and many. The resident size is read as
 * it comes and again after a collection, because the former holds garbage of the connecting that nobody asked to drop.
 */
record HoldMeasurement(ClientLoop loop, int few, int many) implements Measurement {

    private record Sizes(double resident, double residentCollected, double liveHeap) {}

    @Override
    public void run(ServerProcess server, Subject subject, Table table) {
        try (Fleet fleet = new Fleet(loop, server.target(), "idle")) {
            fleet.connect(few);
            Sizes before = sizes(server);
            fleet.connect(many - few);
            Sizes after = sizes(server);
            double added = many - few;
            table.add("P-3 resident bytes per device", subject, (after.resident - before.resident) / added);
            table.add(
                    "P-3 same, after a collection",
                    subject,
                    (after.residentCollected - before.residentCollected) / added);
            table.add("P-3 live heap bytes per device", subject, (after.liveHeap - before.liveHeap) / added);
            table.add("P-3 resident MB with " + many, subject, after.resident / 1e6);
        }
    }

    private static Sizes sizes(ServerProcess server) {
        Pauses.settle();
        double resident = server.residentBytes();
        double live = server.liveHeapBytes();
        Pauses.settle();
        return new Sizes(resident, server.residentBytes(), live);
    }
}
