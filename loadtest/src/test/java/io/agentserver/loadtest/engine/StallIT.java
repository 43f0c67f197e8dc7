package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RunResult;
import io.netty.util.ResourceLeakDetector;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the load tester against the exact answer, which is known when a server stalls once (targets, P-10). */
final class StallIT {

    private static final int ATTEMPTS = 3;
    private static final double WARM_UP_SECONDS = 1;
    private static final int MANY_CONNECTIONS = 4096;

    private static ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.Level.SIMPLE;

    /** How far a figure may be off: by that share of the exact one or by that much, whatever is more. */
    private record Allowance(double share, double millis) {}

    private static final Allowance EXACT = new Allowance(0.02, 1);

    /**
     * A stack trace for every buffer would make the release of what was held as slow as a short stall; so would code that is
     * not compiled yet.
     */
    @BeforeAll
    static void warmUp() throws Exception {
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (StallServer server = stallingMidway(0.1, 4, 4_000)) {
            run(server.url(), 4_000, 4, MANY_CONNECTIONS);
        }
    }

    @AfterAll
    static void detectLeaksAgain() {
        ResourceLeakDetector.setLevel(leakDetection);
    }

    /**
     * Windows chosen so that each of the quantiles qualifies somewhere. With two connections nearly all who wait do so in the
     * load tester, unsent.
     *
     * @param qualifying how many quantiles do
     */
    @ParameterizedTest
    @CsvSource({
        "0.1, 4.0, 250, 4096, 2",
        "0.1, 1.0, 250, 4096, 3",
        "0.1, 1.0, 250, 2, 3",
        "1, 1.2, 100, 4096, 4",
        "1, 4, 100, 4096, 3",
        "5, 6, 50, 4096, 4"
    })
    void aStallIsMeasuredExactly(double stall, double window, int rate, int connections, int qualifying)
            throws Exception {
        double[] quantiles = quantiles(stall, window);
        assertThat(quantiles).hasSize(qualifying);
        judge(() -> attempt(stall, window, rate, connections), quantiles, EXACT);
    }

    /** Those of which the stall decides: q ≥ 1 − S/T + 0.01. */
    private static double[] quantiles(double stall, double window) {
        return DoubleStream.of(0.5, 0.95, 0.99, 0.999)
                .filter(quantile -> quantile >= 1 - stall / window + 0.01)
                .toArray();
    }

    private static Attempt attempt(double stall, double window, int rate, int connections) throws Exception {
        try (StallServer server = stallingMidway(stall, window, rate)) {
            RunResult result = run(server.url(), rate, window, connections);
            if (!result.valid()) {
                return new Invalid(result.invalidReasons());
            }
            int before = (int) Math.round(rate * WARM_UP_SECONDS);
            int count = (int) Math.round(rate * window);
            List<StallServer.Served> served = server.served();
            assertThat(served).hasSize(before + count);
            TrueLatency exact = TrueLatency.of(served, rate, before, count);
            return Valid.of(result, count, exact::millis);
        }
    }

    /** The first request that waits is one in the middle of the window, or it ends with the stall. */
    private static StallServer stallingMidway(double stall, double window, int rate) {
        long first = Math.round((WARM_UP_SECONDS + (window - stall) / 2) * rate);
        return StallServer.stalling(first, Math.round(stall * 1e9));
    }

    private static RunResult run(String url, int rate, double window, int connections) throws Exception {
        Duration warmUp = Duration.ofMillis(Math.round(WARM_UP_SECONDS * 1000));
        Duration duration = Duration.ofMillis(Math.round(window * 1000));
        RunPlan plan = Runs.plan(
                scenario("get").exec(http("get").get("/api/health")),
                FleetPlan.NONE,
                Runs.open(rate, warmUp, duration),
                Duration.ofSeconds(30),
                connections);
        return Runs.run(url, plan);
    }

    /** What came of a run. */
    private sealed interface Attempt {}

    /** It says of itself that it cannot be trusted; then nothing can be asked of it. */
    private record Invalid(List<String> reasons) implements Attempt {}

    /** What it says of its latency, and what that was. */
    private record Valid(Histogram measured, DoubleUnaryOperator exactMillis) implements Attempt {

        static Valid of(RunResult result, int requests, DoubleUnaryOperator exactMillis) {
            Histogram latency = Runs.request(result, "get").latency();
            assertThat(latency.getTotalCount()).isEqualTo(requests);
            return new Valid(latency, exactMillis);
        }

        Figure figure(double quantile) {
            return new Figure(
                    quantile, measured.getValueAtPercentile(quantile * 100) / 1e3, exactMillis.applyAsDouble(quantile));
        }
    }

    /** One quantile of one attempt, in milliseconds. */
    private record Figure(double quantile, double measured, double exact) {

        /** Up to 1 is allowed. */
        double fault(Allowance allowance) {
            return Math.abs(measured - exact) / Math.max(allowance.share() * exact, allowance.millis());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "q %.3f: %.2f ms, exactly %.2f ms", quantile, measured, exact);
        }
    }

    /**
     * Judges each quantile by the median of the attempts, of two by the better: on a busy machine an attempt can be disturbed,
     * a tester that is wrong is wrong every time. One that says of itself that it is not valid has not lied, and does not
     * count; when all do, the machine is too busy to tell.
     */
    private static void judge(Callable<Attempt> maker, double[] quantiles, Allowance allowance) throws Exception {
        List<Valid> valid = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            Attempt attempt = maker.call();
            if (attempt instanceof Valid one) {
                valid.add(one);
            } else if (attempt instanceof Invalid one) {
                invalid.addAll(one.reasons());
            }
        }
        if (valid.isEmpty()) {
            assertThat(System.getenv("CI"))
                    .as("valid attempts, of which there was none: " + invalid)
                    .isNotEqualTo("true");
            Assumptions.abort("The machine is too busy to measure on: " + invalid);
        }
        for (double quantile : quantiles) {
            List<Figure> figures = valid.stream()
                    .map(attempt -> attempt.figure(quantile))
                    .sorted(Comparator.comparingDouble(figure -> figure.fault(allowance)))
                    .toList();
            assertThat(figures.get((figures.size() - 1) / 2).fault(allowance))
                    .as("how much of the allowance of %s the median of %s takes", allowance, figures)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aStoppedServerProcessIsMeasuredToo() throws Exception {
        judge(StallIT::stoppedProcess, quantiles(1, 4), new Allowance(0.05, 30));
    }

    private static Attempt stoppedProcess() throws Exception {
        Process server = Processes.java(StallServer.class.getName(), List.of());
        try (BufferedReader output = Processes.output(server)) {
            String port = Processes.awaitLine(output, "port ").substring("port ".length());
            CompletableFuture<Double> stopped = CompletableFuture.supplyAsync(() -> stopForASecond(server));
            RunResult result = run("http://127.0.0.1:" + port, 200, 4, MANY_CONNECTIONS);
            double stall = stopped.get();
            if (!result.valid()) {
                return new Invalid(result.invalidReasons());
            }
            return Valid.of(result, 800, quantile -> exactMillis(quantile, stall, 4, 200));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static double stopForASecond(Process server) {
        try {
            Thread.sleep(2_500);
            Processes.signal(server, "STOP");
            long stopped = System.nanoTime();
            Thread.sleep(1_000);
            Processes.signal(server, "CONT");
            return (System.nanoTime() - stopped) / 1e9;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * S − (1 − q) T for arrivals that are as dense as one likes; here every 1/rate: number k of those that waited did so for
     * S − k/rate, and all others for nothing.
     */
    private static double exactMillis(double quantile, double stall, double window, int rate) {
        long all = Math.round(rate * window);
        long aboveIt = all - (long) Math.ceil(quantile * all - 1e-9);
        return 1000 * (stall - (double) aboveIt / rate);
    }
}
