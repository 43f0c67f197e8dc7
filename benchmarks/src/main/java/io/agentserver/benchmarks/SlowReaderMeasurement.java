package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * P-7: what one reader that stops reading costs the server in memory at its worst, just before it is closed, and the other
 * clients in latency while it is served, closed and comes back.
 */
record SlowReaderMeasurement(int devices) implements Measurement {

    private static final int PER_SECOND = 5_000;
    private static final int ANSWERS_PER_SECOND = 400;
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofSeconds(6);

    /** Of the budget of 1 MiB; a few more answers and the reader is closed. */
    private static final double NEARLY_ALL_BYTES = 980_000;

    private static final int MOST_ANSWERS = 4_000;
    private static final Pattern OUTBOX = Pattern.compile("(?m)^agent_server_outbox_bytes(?:\\{[^}]*})? ([0-9.E+]+)");
    private static final String MEMORY = "P-7 MB the stalled reader costs";
    private static final String RATIO = "P-7 heartbeat p99 of others, with / without";

    @Override
    public String name() {
        return "slow-reader";
    }

    @Override
    public int rounds() {
        return 5;
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atMost("P-7", "memory of one reader that stops reading (live heap and buffers)", MEMORY, 2, " MB"),
                Goal.atMost("P-7", "other clients' heartbeat p99 against without it", RATIO, 1.2, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        List<Subject> tracked = lab.hubs().stream()
                .map(subject -> subject.withFlag("-XX:NativeMemoryTracking=summary"))
                .toList();
        lab.alternate(name(), 1, tracked, (server, subject) -> {
            try (Fleet fleet = new Fleet(lab.loop(), server.target(), "other")) {
                fleet.connect(devices);
                HeartbeatLoad load = HeartbeatLoad.of(lab.loop(), fleet);
                load.run(PER_SECOND, WARM_UP);
                for (int round = 1; round <= rounds; round++) {
                    lab.say(name() + ", window " + round + " of " + rounds);
                    memory(lab, server, subject, round);
                    latency(lab, server, subject, load, round);
                }
            }
        });
    }

    private static void memory(Lab lab, ServerProcess server, Subject subject, int round) {
        outboxBytes(server);
        Pauses.settle();
        double heap = server.liveHeapBytes();
        double direct = server.directBytes();
        try (StalledReader reader = new StalledReader(lab.loop(), server.target(), "full-" + round, 1)) {
            for (int asked = 0; outboxBytes(server) < NEARLY_ALL_BYTES; asked++) {
                if (asked == MOST_ANSWERS || reader.timesClosed() > 0) {
                    throw new IllegalStateException("The outbox of a reader that does not read did not fill");
                }
                reader.askOnce();
            }
            double moreHeap = server.liveHeapBytes() - heap;
            double moreDirect = server.directBytes() - direct;
            lab.table().add(MEMORY, subject, (moreHeap + moreDirect) / 1e6);
            lab.table().add("P-7 of that MB of buffers", subject, moreDirect / 1e6);
        }
    }

    private void latency(Lab lab, ServerProcess server, Subject subject, HeartbeatLoad load, int round) {
        load.run(PER_SECOND, SETTLING);
        double without = p99(lab, subject, load);
        try (StalledReader reader =
                new StalledReader(lab.loop(), server.target(), "stalled-" + round, ANSWERS_PER_SECOND)) {
            reader.feed();
            load.run(PER_SECOND, SETTLING);
            double with = p99(lab, subject, load);
            lab.table().add("P-7 heartbeat p99 ms without a stalled reader", subject, without);
            lab.table().add("P-7 heartbeat p99 ms with one", subject, with);
            lab.table().add("P-7 times it was closed and came back", subject, reader.timesClosed());
            lab.table().add(RATIO, subject, with / without);
        }
    }

    private double p99(Lab lab, Subject subject, HeartbeatLoad load) {
        return lab.undisturbed(
                name(), subject, () -> load.run(PER_SECOND, WINDOW).millis(99));
    }

    private static double outboxBytes(ServerProcess server) {
        Matcher value = OUTBOX.matcher(server.get("/metrics"));
        if (!value.find()) {
            throw new IllegalStateException("/metrics does not tell agent_server_outbox_bytes");
        }
        return Double.parseDouble(value.group(1));
    }
}
