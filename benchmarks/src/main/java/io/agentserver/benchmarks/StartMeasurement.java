package io.agentserver.benchmarks;

import java.util.List;

/** P-9: from the start of the process to the first 200, beside that of a server that does nothing; every start is a value. */
record StartMeasurement() implements Measurement {

    private static final String SECONDS = "P-9 seconds to the first 200";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public int rounds() {
        return 10;
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost("P-9", "start to first 200 on `/api/health`", SECONDS, 1.0, " s"));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.alternate(name(), rounds, lab.subjects(Subject.Kind.HUB, Subject.Kind.REACTOR), (server, subject) -> {
            lab.table().add(SECONDS, subject, server.startTime().toNanos() / 1e9);
            lab.table().add("P-9 CPU seconds till then", subject, server.cpuSeconds());
            lab.table().add("P-9 resident MB then", subject, server.residentBytes() / 1e6);
        });
    }
}
