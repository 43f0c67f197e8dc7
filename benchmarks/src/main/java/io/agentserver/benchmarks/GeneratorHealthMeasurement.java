package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * P-11: what the load tester finds out about a bare server, beside what others find out: the answers of as many as ask without a
 * pause beside wrk's, and at half that rate the latency from the planned time beside that of a client on Netty alone. All of
 * them have the same number of connections.
 */
record GeneratorHealthMeasurement() implements Measurement {

    private static final int CONNECTIONS = 32;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 10;
    private static final Duration SERVER_WARM_UP = Duration.ofSeconds(15);
    private static final Duration WRK_WINDOW = Duration.ofSeconds(SECONDS);
    private static final String RATE = "P-11 health answers per s, load tester / wrk";
    private static final String P50 = "P-11 health p50 at half that rate, load tester / raw Netty client";
    private static final String P99 = "P-11 health p99 at half that rate, load tester / raw Netty client";
    private static final Pattern RAW = Pattern.compile("p50 ([0-9.]+) ms, p99 ([0-9.]+) ms");

    @Override
    public String name() {
        return "generator-health";
    }

    @Override
    public int rounds() {
        return 5;
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("P-11", "load tester: health answers per second, 32 at once, against wrk", RATE, 0.8, ""),
                Goal.atMost(
                        "P-11", "load tester: health p50 at half that rate against a raw Netty client", P50, 1.1, ""),
                Goal.atMost("P-11", "the same p99", P99, 1.1, ""));
    }

    @Override
    public void run(Lab lab, int rounds) {
        LoadTester.require(lab);
        if (!HealthLoad.wrkInstalled()) {
            throw new NotMeasuredException("wrk is not installed");
        }
        Subject subject = Subject.parse("reactor", lab.flags());
        lab.visit(name(), subject, server -> {
            HealthLoad wrk = new HealthLoad(server.target(), CONNECTIONS);
            wrk.perSecond(SERVER_WARM_UP);
            for (int round = 1; round <= rounds; round++) {
                lab.say(name() + ", round " + round + " of " + rounds);
                round(lab, subject, server.target(), wrk);
            }
        });
    }

    /** A run that says of itself that it is not valid has no figures; the other rounds have. */
    private void round(Lab lab, Subject subject, Target target, HealthLoad wrk) {
        try {
            double most = throughput(lab, subject, target, wrk);
            latency(lab, subject, target, (int) (most / 2));
        } catch (LoadTester.NotValidException e) {
            lab.say(String.valueOf(e.getMessage()));
        }
    }

    private static double throughput(Lab lab, Subject subject, Target target, HealthLoad wrk) {
        double others = wrk.perSecond(WRK_WINDOW);
        LoadTester.Plan plan = LoadTester.Plan.closed("health", CONNECTIONS, WARM_UP_SECONDS, SECONDS);
        double own = tester(lab, target, plan).path("answered_per_s").asDouble();
        lab.table().add("P-11 health answers per s, load tester", subject, own);
        lab.table().add("P-11 health answers per s, wrk", subject, others);
        lab.table().add(RATE, subject, own / others);
        return own;
    }

    private void latency(Lab lab, Subject subject, Target target, int perSecond) {
        LoadTester.Plan plan = LoadTester.Plan.open("health", 0, perSecond, WARM_UP_SECONDS, SECONDS)
                .over(CONNECTIONS);
        JsonNode own = lab.undisturbed(name(), subject, () -> tester(lab, target, plan));
        Matcher raw = lab.undisturbed(name(), subject, () -> rawClient(lab, target, perSecond));
        add(lab, subject, "p50", own.path("p50_ms").asDouble(), Double.parseDouble(raw.group(1)), P50);
        add(lab, subject, "p99", own.path("p99_ms").asDouble(), Double.parseDouble(raw.group(2)), P99);
    }

    private static void add(Lab lab, Subject subject, String quantile, double own, double raw, String ratio) {
        lab.table().add("P-11 health " + quantile + " ms at half that rate, load tester", subject, own);
        lab.table().add("P-11 health " + quantile + " ms at half that rate, raw Netty client", subject, raw);
        lab.table().add(ratio, subject, own / raw);
    }

    private static JsonNode tester(Lab lab, Target target, LoadTester.Plan plan) {
        try (LoadTester tester = LoadTester.start(lab, target, plan, "generator-health")) {
            return tester.await();
        }
    }

    private static Matcher rawClient(Lab lab, Target target, int perSecond) {
        String[] arguments = {
            "--rate", Integer.toString(perSecond),
            "--concurrency", Integer.toString(CONNECTIONS),
            "--warmup", Integer.toString(WARM_UP_SECONDS),
            "--seconds", Integer.toString(SECONDS)
        };
        try (RawClient client = RawClient.start(lab, target, "health", arguments)) {
            String printed = client.await();
            Matcher found = RAW.matcher(printed);
            if (!found.find()) {
                throw new IllegalStateException("The raw Netty client told no latency: " + printed);
            }
            return found;
        }
    }
}
