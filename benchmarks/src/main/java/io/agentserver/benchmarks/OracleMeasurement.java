package io.agentserver.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** P-10: how wrong the load tester's quantiles are where the true ones are known. */
record OracleMeasurement() implements Measurement {

    private record Run(int stallMillis, int windowSeconds, int perSecond) {}

    /**
     * Each of p50, p95, p99 and p99.9 is decided by the stall in at least one of them. Rates are such that reading a backlog
     * takes little beside what is allowed.
     */
    private static final List<Run> RUNS =
            List.of(new Run(100, 4, 500), new Run(1_000, 10, 500), new Run(5_000, 9, 200));

    private static final Run STOPPED = new Run(2_000, 10, 500);

    /** A device has one heartbeat under way at a time, and none is to wait for another's answer. */
    private static final int DEVICES = 1_000;

    /** Until the load tester's own code is compiled: it reads the answers of a backlog one after the other. */
    private static final int WARM_UP_SECONDS = 12;

    /** Where in the window the stall begins. */
    private static final int INTO_WINDOW_MILLIS = 1_500;

    private static final Map<String, Double> QUANTILES =
            Map.of("p50_ms", 0.5, "p75_ms", 0.75, "p95_ms", 0.95, "p99_ms", 0.99, "p999_ms", 0.999);
    private static final Pattern STALLED = Pattern.compile(OracleServer.STALLED.replace("%d", "([0-9]+)"));
    private static final String STALLS = "P-10 worst error / allowed, stalls";
    private static final String STOPS = "P-10 worst error / allowed, stopped process";

    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public List<Goal> goals() {
        String title = "load tester: worst error of a quantile against the oracle, as a part of the allowed ";
        return List.of(
                Goal.atMost("P-10", title + "2 % or 1 ms", STALLS, 1, ""),
                Goal.atMost("P-10", title + "5 % or 30 ms (stopped process)", STOPS, 1, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        LoadTester.require(lab);
        for (int round = 1; round <= rounds; round++) {
            double worst = 0;
            for (Run run : RUNS) {
                worst = Math.max(worst, stalled(lab, run));
            }
            lab.table().add(STALLS, oracle(0, 0), worst);
            lab.table().add(STOPS, oracle(0, 0), stopped(lab));
        }
    }

    private double stalled(Lab lab, Run run) {
        lab.say(name() + ", a stall of " + run.stallMillis + " ms");
        double[] worst = new double[1];
        Subject subject = oracle(WARM_UP_SECONDS * 1_000 + INTO_WINDOW_MILLIS, run.stallMillis);
        lab.visit(name(), subject, server -> {
            JsonNode stats = load(lab, server, run, "stall-" + run.stallMillis);
            Matcher told = STALLED.matcher(server.output());
            if (!told.find()) {
                throw new IllegalStateException("The oracle has not stalled: the load was over before");
            }
            double stalled = Long.parseLong(told.group(1)) / 1e6;
            Stall stall = new Stall(stalled, run.windowSeconds * 1e3, Long.parseLong(told.group(2)) / 1e6);
            lab.table().add("P-10 drain ms, stall of " + run.stallMillis + " ms", subject, stall.drainMillis());
            worst[0] = worst(lab, stall, stats, 0.02, 1, "stall of " + run.stallMillis + " ms");
        });
        return worst[0];
    }

    private double stopped(Lab lab) {
        lab.say(name() + ", a process stopped for " + STOPPED.stallMillis + " ms");
        double[] worst = new double[1];
        lab.visit(name(), oracle(0, 0), server -> {
            try (LoadTester tester = LoadTester.start(lab, server.target(), plan(STOPPED), "stopped")) {
                awaitLoad(server);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WARM_UP_SECONDS * 1_000 + INTO_WINDOW_MILLIS));
                server.signal("STOP");
                long began = System.nanoTime();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STOPPED.stallMillis));
                long ended = System.nanoTime();
                server.signal("CONT");
                Stall stall = new Stall((ended - began) / 1e6, STOPPED.windowSeconds * 1e3, 0);
                worst[0] = worst(lab, stall, tester.await(), 0.05, 30, "stopped process");
            }
        });
        return worst[0];
    }

    private static JsonNode load(Lab lab, ServerProcess server, Run run, String name) {
        try (LoadTester tester = LoadTester.start(lab, server.target(), plan(run), name)) {
            return tester.await();
        }
    }

    private static LoadTester.Plan plan(Run run) {
        return LoadTester.Plan.open("heartbeat", DEVICES, run.perSecond, WARM_UP_SECONDS, run.windowSeconds);
    }

    private static double worst(
            Lab lab, Stall stall, JsonNode stats, double allowedShare, double allowedMillis, String name) {
        double worst = 0;
        for (Map.Entry<String, Double> quantile : QUANTILES.entrySet()) {
            if (stall.decides(quantile.getValue())) {
                double reported = stats.path(quantile.getKey()).asDouble();
                worst = Math.max(worst, stall.error(quantile.getValue(), reported, allowedShare, allowedMillis));
                String measure = "P-10 " + quantile.getKey() + ", " + name;
                lab.table().add(measure + ", reported", oracle(0, 0), reported);
                lab.table().add(measure + ", exact", oracle(0, 0), stall.latencyMillis(quantile.getValue()));
            }
        }
        return worst;
    }

    private static void awaitLoad(ServerProcess server) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!server.output().contains(OracleServer.LOAD_BEGAN)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The load tester has sent no heartbeat");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static Subject oracle(int stallAfterMillis, int stallForMillis) {
        List<String> arguments = List.of(
                "--stall-after", Integer.toString(stallAfterMillis), "--stall-for", Integer.toString(stallForMillis));
        return new Subject("oracle", Subject.Kind.ORACLE, null, List.of(), stallForMillis == 0 ? List.of() : arguments);
    }
}
