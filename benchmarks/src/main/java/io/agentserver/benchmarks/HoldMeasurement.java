package io.agentserver.benchmarks;

import java.util.List;

/**
 * P-3: what an idle registered device costs in memory, between a thousand devices and many. The resident size is read as
 * it comes and again after a collection, because the former holds garbage of the connecting that nobody asked to drop.
 */
record HoldMeasurement(int few, int many) implements Measurement {

    private static final String RESIDENT = "P-3 resident bytes per device";
    private static final String LIVE = "P-3 live heap bytes per device";

    private record Sizes(double resident, double residentCollected, double liveHeap) {}

    @Override
    public String name() {
        return "hold";
    }

    @Override
    public List<Goal> goals() {
        String idle = " per idle registered device";
        return List.of(
                Goal.atMost("P-3", "resident bytes" + idle, RESIDENT, 9_000, ""),
                Goal.atMost("P-3", "the same against bare Reactor Netty", RESIDENT, 1.25, "")
                        .to(Subject.Kind.REACTOR),
                Goal.atMost("P-3", "live heap bytes" + idle, LIVE, 5_000, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.subjects(Subject.Kind.HUB, Subject.Kind.REACTOR), (server, subject) -> {
            try (Fleet fleet = new Fleet(lab.loop(), server.target(), "idle")) {
                fleet.connect(few);
                Sizes before = sizes(server);
                fleet.connect(many - few);
                Sizes after = sizes(server);
                double added = many - few;
                double collected = after.residentCollected - before.residentCollected;
                lab.table().add(RESIDENT, subject, (after.resident - before.resident) / added);
                lab.table().add("P-3 same, after a collection", subject, collected / added);
                lab.table().add(LIVE, subject, (after.liveHeap - before.liveHeap) / added);
                lab.table().add("P-3 resident MB with " + many, subject, after.resident / 1e6);
            }
        });
    }

    private static Sizes sizes(ServerProcess server) {
        Pauses.untilCollected();
        double resident = server.residentBytes();
        double live = server.liveHeapBytes();
        Pauses.settle();
        return new Sizes(resident, server.residentBytes(), live);
    }
}
