package io.agentserver.loadtest.report;

import io.agentserver.loadtest.Assertion;
import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.loadtest.stats.Second;
import io.agentserver.loadtest.stats.ServerSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * A run as the engine would hand it over, from a seed: 400 dispatches a second with a stall of the server in the middle, a few
 * failures, a ramp and a warm-up that do not count.
 */
public final class SampleRun {

    static final Instant STARTED = Instant.parse("2026-11-25T20:15:00Z");
    static final int RAMP = 5;
    static final int WARM_UP = 5;
    static final int DURATION = 60;
    private static final int STALL_FROM = 38;
    private static final double STALL_MILLIS = 900;

    /** What one second of one request came to. */
    record Interval(String request, int second, Histogram histogram) {}

    private final Random random;
    private final int rate;
    private final List<Interval> intervals = new ArrayList<>();
    private final List<Second> seconds = new ArrayList<>();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private String scenario = "dispatch";
    private List<Assertion> assertions = Stream.of(
                    "dispatch.p99 < 900ms", "dispatch.p50 < 5ms", "global.failed_percent <= 1%")
            .map(Assertion::parse)
            .toList();
    private List<String> invalidReasons = List.of();

    private static final class Tally {
        final Histogram latency = new Histogram(3);
        final Histogram service = new Histogram(3);
        final Map<String, Long> errors = new TreeMap<>();
        long ok;
        long ko;
        long sent;
    }

    public SampleRun(long seed) {
        this(seed, 400, "dispatch", "dispatch.http");
    }

    public SampleRun(long seed, int rate, String... names) {
        random = new Random(seed);
        this.rate = rate;
        for (int index = 0; index < names.length; index++) {
            tallies.put(names[index], new Tally());
        }
        for (int second = 0; second < RAMP + WARM_UP + DURATION; second++) {
            Map<String, Second.Request> requests = new LinkedHashMap<>();
            for (int index = 0; index < names.length; index++) {
                requests.put(names[index], second(names[index], second, index == 0 ? 1.1 : 0.5));
            }
            seconds.add(
                    new Second(second, (int) (90 + 20 * random.nextDouble() + (stalled(second) ? 300 : 0)), requests));
        }
    }

    public SampleRun scenario(String name) {
        scenario = name;
        return this;
    }

    public SampleRun asserting(String... texts) {
        assertions = Stream.of(texts).map(Assertion::parse).toList();
        return this;
    }

    public SampleRun invalid(String... reasons) {
        invalidReasons = List.of(reasons);
        return this;
    }

    List<Interval> intervals() {
        return intervals;
    }

    public RunResult result() {
        Duration window = Duration.ofSeconds(DURATION);
        List<RequestResult> requests = new ArrayList<>();
        tallies.forEach((name, tally) -> requests.add(new RequestResult(
                name, tally.ok, tally.ko, 0, tally.sent, tally.ok, tally.latency, tally.service, tally.errors)));
        List<AssertionResult> results =
                assertions.stream().map(a -> a.evaluate(requests, window)).toList();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Rate", rate + " a second");
        settings.put("Devices", "100");
        settings.put("Timeout", "60 s");
        settings.put("Seed", "1");
        RunInfo info = new RunInfo(
                scenario,
                "http://127.0.0.1:5000",
                "0.1.0",
                STARTED,
                Duration.ofSeconds(RAMP),
                Duration.ofSeconds(WARM_UP),
                window,
                false,
                settings);
        return new RunResult(info, requests, seconds, generator(), server(), results, invalidReasons);
    }

    /** Writes the whole folder, as a run does. */
    public RunResult writeTo(Path folder) throws IOException {
        RunResult result = result();
        try (ReportFolder report = ReportFolder.open(folder)) {
            for (Interval interval : intervals) {
                Instant from = STARTED.plusSeconds(interval.second());
                report.interval(interval.request(), from, from.plusSeconds(1), interval.histogram());
            }
            report.finish(result);
        }
        return result;
    }

    private Second.Request second(String name, int second, double median) {
        boolean counts = second >= RAMP + WARM_UP;
        Histogram interval = new Histogram(3);
        Tally tally = tallies.get(name);
        int planned = second < RAMP ? rate * (second + 1) / (RAMP + 1) : rate;
        long ko = 0;
        for (int request = 0; request < planned; request++) {
            double service = median * Math.exp(0.35 * random.nextGaussian())
                    + (random.nextInt(200) == 0 ? 4 * random.nextDouble() : 0);
            double at = (double) request / planned * 1000;
            double waited = stalled(second) ? Math.max(0, STALL_MILLIS - at) : 0;
            boolean fails = random.nextInt(4000) == 0;
            if (counts) {
                tally.sent++;
            }
            if (fails) {
                ko++;
                if (counts) {
                    tally.ko++;
                    tally.errors.merge(random.nextBoolean() ? "status_503" : "connection_lost", 1L, Long::sum);
                }
                continue;
            }
            long micros = Math.round((service + waited) * 1000);
            interval.recordValue(micros);
            if (counts) {
                tally.ok++;
                tally.latency.recordValue(micros);
                tally.service.recordValue(Math.round((service + (request == 0 ? waited : 0)) * 1000));
            }
        }
        if (counts) {
            intervals.add(new Interval(name, second, interval));
        }
        return new Second.Request(
                planned,
                planned,
                planned - ko,
                ko,
                interval.getValueAtPercentile(50) / 1000.0,
                interval.getValueAtPercentile(75) / 1000.0,
                interval.getValueAtPercentile(95) / 1000.0,
                interval.getValueAtPercentile(99) / 1000.0,
                interval.getMaxValue() / 1000.0);
    }

    private static boolean stalled(int second) {
        return second == STALL_FROM;
    }

    private GeneratorHealth generator() {
        List<GeneratorHealth.Sample> samples = new ArrayList<>();
        for (int second = 0; second < seconds.size(); second++) {
            double load = Math.min(1, (second + 1.0) / RAMP);
            samples.add(new GeneratorHealth.Sample(
                    second,
                    load * (0.2 + 0.03 * random.nextDouble()),
                    0.3 + 1.5 * random.nextDouble(),
                    second % 14 == 9 ? 4 : 0));
        }
        return new GeneratorHealth(0.214, 0.52, 0.41, 1.8, 20, 5, 231L << 20, samples);
    }

    private List<ServerSample> server() {
        List<ServerSample> samples = new ArrayList<>();
        for (int second = 0; second < seconds.size(); second++) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("clients", 100.0);
            values.put("sessions_active", stalled(second) ? 360 : 1 + 3 * random.nextDouble());
            values.put("dispatch_p99_ms", stalled(second) ? 870 : 2.0 + random.nextDouble());
            values.put("event_loop_lag_ms", stalled(second) ? 900 : 0.3 + random.nextDouble());
            values.put("heap_bytes", (double) ((96L << 20) + (second * 7L % 40 << 20)));
            values.put("cpu", 0.25 + 0.06 * random.nextDouble());
            samples.add(new ServerSample(second + 0.5, values));
        }
        return samples;
    }
}
