package io.agentserver.benchmarks;

import java.util.List;

/** P-8: whether devices that come, go and come back leave something behind. Resident sizes are read as they come. */
record CycleMeasurement(int devices) implements Measurement {

    private static final int CYCLES = 5;
    private static final String GROWTH = "P-8 resident size after cycle 5 / after cycle 1";

    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public List<Goal> goals() {
        String title = "resident size after five cycles of 15,000 connects and disconnects against after one";
        return List.of(Goal.atMost("P-8", title, GROWTH, 1.05, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.hubs(), (server, subject) -> {
            double first = 0;
            double last = 0;
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                try (Fleet fleet = new Fleet(lab.loop(), server.target(), "cycling")) {
                    fleet.connect(devices);
                }
                server.awaitNobodyConnected();
                Pauses.untilCollected();
                last = server.residentBytes();
                first = cycle == 1 ? last : first;
                lab.table().add("P-8 resident MB after cycle " + cycle, subject, last / 1e6);
            }
            lab.table().add(GROWTH, subject, last / first);
            lab.table().add("P-8 live heap MB at the end", subject, server.liveHeapBytes() / 1e6);
        });
    }
}
