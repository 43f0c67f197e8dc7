package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RunResult;
import io.netty.util.ResourceLeakDetector;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the load tester against the exact answer, which is known when a server stalls once (targets, P-10). */
final class StallIT {

    /** On a busy machine an attempt can be disturbed; a tester that is wrong is wrong every time. */
    private static final int ATTEMPTS = 5;

    private static final double[] QUANTILES = {0.5, 0.95, 0.99, 0.999};
    private static final double WARM_UP_SECONDS = 3;

    private static ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.Level.SIMPLE;

    /** A stack trace for every buffer would make the release of what was held as slow as a short stall. */
    @BeforeAll
    static void measureWithoutLeakDetection() {
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterAll
    static void detectLeaksAgain() {
        ResourceLeakDetector.setLevel(leakDetection);
    }

    /**
     * Windows chosen so that each of the quantiles qualifies somewhere: q ≥ 1 − S/T + 0.01.
     *
     * @param qualifying how many of the four do
     */
    @ParameterizedTest
    @CsvSource({"0.1, 4.0, 250, 2", "0.1, 1.0, 250, 3", "1, 1.2, 100, 4", "1, 8, 100, 3", "5, 6, 50, 4"})
    void aStallIsMeasuredExactly(double stall, double window, int rate, int qualifying) throws Exception {
        attempt(() -> {
            // The first request that waits is one a little into the window, however early the server begins to count.
            long first = Math.round((WARM_UP_SECONDS + (window - stall) / 2) * rate);
            try (StallServer server = StallServer.stalling(first, Math.round(stall * 1e9))) {
                RunResult result = run(server.url(), rate, window);
                Histogram latency = Runs.request(result, "get").latency();
                assertThat(latency.getTotalCount()).isEqualTo(Math.round(rate * window));
                return new Attempt(
                        result, faults(latency, server.stallNanos() / 1e9, window, rate, 0.02, 1, qualifying));
            }
        });
    }

    /** One run and what is wrong with its figures. */
    private record Attempt(RunResult result, List<String> faults) {}

    /**
     * Passes with the first attempt that is exact. One that says of itself that it is not valid has not lied, and does not
     * count; when all do, the machine is too busy to tell.
     */
    private static void attempt(Callable<Attempt> maker) throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            Attempt attempt = maker.call();
            if (attempt.faults().isEmpty() && attempt.result().valid()) {
                return;
            }
            if (attempt.result().valid()) {
                wrong.addAll(attempt.faults());
            } else {
                invalid.addAll(attempt.result().invalidReasons());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(System.getenv("CI"))
                .as("valid attempts, of which there was none: " + invalid)
                .isNotEqualTo("true");
        Assumptions.abort("The machine is too busy to measure on: " + invalid);
    }

    private static RunResult run(String url, int rate, double window) throws Exception {
        Duration warmUp = Duration.ofMillis(Math.round(WARM_UP_SECONDS * 1000));
        Duration duration = Duration.ofMillis(Math.round(window * 1000));
        RunPlan plan = Runs.plan(
                scenario("get").exec(http("get").get("/api/health")),
                FleetPlan.NONE,
                Runs.open(rate, warmUp, duration),
                Duration.ofSeconds(30));
        return Runs.run(url, plan);
    }

    /** What is wrong with each quantile that qualifies. */
    private static List<String> faults(
            Histogram latency, double stall, double window, int rate, double share, double millis, int qualifying) {
        List<String> faults = new ArrayList<>();
        int judged = 0;
        for (double quantile : QUANTILES) {
            if (quantile < 1 - stall / window + 0.01) {
                continue;
            }
            judged++;
            double measured = latency.getValueAtPercentile(quantile * 100) / 1e3;
            double exact = exactMillis(quantile, stall, window, rate);
            if (Math.abs(measured - exact) > Math.max(share * exact, millis)) {
                faults.add(String.format(
                        Locale.ROOT,
                        "stall %.3f s in %.1f s, q %.3f: %.2f ms, exactly %.2f ms",
                        stall,
                        window,
                        quantile,
                        measured,
                        exact));
            }
        }
        if (judged != qualifying) {
            faults.add(judged + " quantiles qualified, not " + qualifying);
        }
        return faults;
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

    @Test
    void aStoppedServerProcessIsMeasuredToo() throws Exception {
        attempt(() -> {
            Process server = Processes.java(StallServer.class.getName(), List.of());
            try (BufferedReader output = Processes.output(server)) {
                String port = Processes.awaitLine(output, "port ").substring("port ".length());
                CompletableFuture<Double> stopped = CompletableFuture.supplyAsync(() -> stopForASecond(server));
                RunResult result = run("http://127.0.0.1:" + port, 200, 4);
                Histogram latency = Runs.request(result, "get").latency();
                assertThat(latency.getTotalCount()).isEqualTo(800);
                return new Attempt(result, faults(latency, stopped.get(), 4, 200, 0.05, 30, 3));
            } finally {
                server.destroyForcibly().waitFor();
            }
        });
    }

    private static double stopForASecond(Process server) {
        try {
            Thread.sleep(4_500);
            Processes.signal(server, "STOP");
            long stopped = System.nanoTime();
            Thread.sleep(1_000);
            Processes.signal(server, "CONT");
            return (System.nanoTime() - stopped) / 1e9;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
