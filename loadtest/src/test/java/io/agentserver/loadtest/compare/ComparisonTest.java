package io.agentserver.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final double THRESHOLD = 0.05;
    private static final int SEEDS = 60;

    private static Run run(long seed, double scale) {
        return run(seed, scale, 60, 170, 0);
    }

    /** Log-normal times whose level drifts from second to second, as that of a real server does. */
    private static Run run(long seed, double scale, int seconds, int rate, long failed) {
        Random random = new Random(seed * 31 + 7);
        List<Histogram> intervals = new ArrayList<>();
        double drift = 0;
        for (int second = 0; second < seconds; second++) {
            drift = 0.7 * drift + 0.02 * random.nextGaussian();
            Histogram interval = new Histogram(3);
            for (int request = 0; request < rate; request++) {
                interval.recordValue(Math.round(2000 * scale * Math.exp(drift + 0.4 * random.nextGaussian())));
            }
            intervals.add(interval);
        }
        long sent = (long) seconds * rate;
        Run.Request request =
                new Run.Request(sent + failed, failed, sent / (double) Math.max(1, seconds), IntervalLog.of(intervals));
        return new Run(Path.of("run" + seed), "dispatch", seconds, List.of(), Map.of(), Map.of("dispatch", request));
    }

    private static Comparison compared(Run base, Run candidate) {
        return Comparison.of(List.of(base), List.of(candidate), THRESHOLD);
    }

    private static Comparison.Line line(Comparison comparison, String figure) {
        return comparison.figures().stream()
                .filter(each -> each.figure().equals(figure))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoRunsOfTheSameShowNoDifference() {
        long clean = IntStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> compared(run(2L * seed, 1), run(2L * seed + 1, 1)))
                .filter(comparison -> comparison.with(Judgement.WORSE).isEmpty()
                        && comparison.with(Judgement.BETTER).isEmpty())
                .count();

        assertThat(clean).isGreaterThanOrEqualTo(SEEDS * 95 / 100);
    }

    @Test
    void aRunThatSentNothingDoesNotSpoilTheShareOfFailures() {
        Run silent = run(9, 1, 0, 0, 0);
        Comparison comparison = Comparison.of(
                List.of(run(1, 1), silent), List.of(run(2, 1, 60, 170, 2_000), run(3, 1, 60, 170, 2_000)), THRESHOLD);

        Comparison.Line failed = line(comparison, "failed %");
        assertThat(failed.interval().low()).isFinite();
        assertThat(failed.judgement()).isEqualTo(Judgement.WORSE);
    }

    @Test
    void tenPercentSlowerIsFound() {
        List<Comparison> comparisons = IntStream.range(0, SEEDS / 2)
                .parallel()
                .mapToObj(seed -> compared(run(2L * seed, 1), run(2L * seed + 1, 1.1)))
                .toList();

        for (String figure : List.of("p50 ms", "mean ms")) {
            assertThat(comparisons.stream()
                            .filter(c -> line(c, figure).judgement() == Judgement.WORSE)
                            .count())
                    .as(figure)
                    .isGreaterThanOrEqualTo(SEEDS / 2 * 95 / 100);
        }
        assertThat(comparisons.stream().filter(c -> line(c, "p99 ms").judgement() == Judgement.BETTER))
                .isEmpty();
        Comparison.Line median = line(comparisons.get(0), "p50 ms");
        assertThat(median.verdict()).isEqualTo("slower");
        assertThat(median.ratio()).isCloseTo(1.1, within(0.04));
        assertThat(median.interval().low()).isLessThan(median.ratio());
        assertThat(median.interval().high()).isGreaterThan(median.ratio());
    }

    @Test
    void tenPercentFasterIsFound() {
        assertThat(line(compared(run(1, 1.1), run(2, 1)), "p50 ms").verdict()).isEqualTo("faster");
    }

    @Test
    void lessThanTheThresholdDoesNotMatterHoweverSure() {
        Comparison comparison = Comparison.of(List.of(run(1, 1)), List.of(run(2, 1.1)), 0.25);

        assertThat(line(comparison, "p50 ms").interval().holds(1)).isFalse();
        assertThat(line(comparison, "p50 ms").verdict()).isEqualTo("no difference shown");
    }

    @Test
    void theSameReportsGiveTheSameAnswer() {
        assertThat(compared(run(1, 1), run(2, 1.05))).isEqualTo(compared(run(1, 1), run(2, 1.05)));
    }

    @Test
    void aFewSecondsAreTooFew() {
        Comparison comparison = compared(run(1, 1, 9, 300, 0), run(2, 3, 9, 300, 0));

        assertThat(line(comparison, "p50 ms").verdict()).isEqualTo("cannot tell (too few)");
    }

    @Test
    void aTailOfAFewRequestsIsTooFew() {
        Comparison comparison = compared(run(1, 1, 60, 10, 0), run(2, 3, 60, 10, 0));

        assertThat(line(comparison, "p50 ms").verdict()).isEqualTo("slower");
        assertThat(line(comparison, "p99 ms").verdict()).isEqualTo("cannot tell (too few)");
        assertThat(line(comparison, "p99.9 ms").verdict()).isEqualTo("cannot tell (too few)");
    }

    @Test
    void theLongestTimeIsNotJudged() {
        assertThat(line(compared(run(1, 1), run(2, 5)), "max ms").judgement()).isEqualTo(Judgement.NOT_JUDGED);
    }

    @Test
    void anythingCanBeWithoutAnswers() {
        Comparison comparison = compared(run(1, 1, 0, 0, 5), run(2, 1));

        assertThat(line(comparison, "p50 ms").verdict()).isEqualTo("cannot tell (too few)");
        assertThat(line(comparison, "failed %").verdict()).isEqualTo("fewer failures");
    }

    @Test
    void failuresAreComparedByTheirShare() {
        assertThat(line(compared(run(1, 1, 60, 300, 0), run(2, 1, 60, 300, 300)), "failed %")
                        .verdict())
                .isEqualTo("more failures");
        assertThat(line(compared(run(1, 1, 60, 300, 3), run(2, 1, 60, 300, 5)), "failed %")
                        .verdict())
                .isEqualTo("no difference shown");
    }

    @Test
    void oneStallIsNoiseThatHidesEverything() {
        List<Histogram> intervals = new ArrayList<>();
        Random random = new Random(4);
        for (int second = 0; second < 60; second++) {
            Histogram interval = new Histogram(3);
            for (int request = 0; request < 300; request++) {
                interval.recordValue((second == 30 ? 900_000 : 2000) + random.nextInt(200));
            }
            intervals.add(interval);
        }
        Run.Request stalled = new Run.Request(18_000, 0, 300, IntervalLog.of(intervals));
        Run run = new Run(Path.of("stalled"), "dispatch", 60, List.of(), Map.of(), Map.of("dispatch", stalled));

        assertThat(line(compared(run(1, 1), run), "p99 ms").verdict()).isEqualTo("cannot tell (too noisy)");
    }

    @Test
    void runsThatDifferAmongThemselvesProveLess() {
        List<Run> base =
                Stream.of(1, 2, 3).map(i -> run(i, 0.9 + 0.1 * (i - 1))).toList();
        List<Run> candidate =
                Stream.of(4, 5, 6).map(i -> run(i, 1.0 + 0.1 * (i - 4))).toList();
        Comparison repeated = Comparison.of(base, candidate, THRESHOLD);

        assertThat(line(compared(base.get(1), candidate.get(1)), "p50 ms").verdict())
                .isEqualTo("slower");
        assertThat(line(repeated, "p50 ms").ratio()).isCloseTo(1.1, within(0.03));
        assertThat(line(repeated, "p50 ms").verdict()).isEqualTo("no difference shown");
    }

    @Test
    void runsThatAgreeAmongThemselvesProveMore() {
        List<Run> base = Stream.of(1, 2, 3, 4).map(i -> run(i, 1)).toList();
        List<Run> candidate = Stream.of(5, 6, 7, 8).map(i -> run(i, 1.15)).toList();

        assertThat(line(Comparison.of(base, candidate, THRESHOLD), "p50 ms").verdict())
                .isEqualTo("slower");
    }

    @Test
    void namesOfOneSideAreNamed() {
        Run base = run(1, 1);
        Run other = new Run(
                base.folder(),
                "health",
                60,
                List.of(),
                Map.of(),
                Map.of("health", base.requests().get("dispatch")));
        Comparison comparison = compared(base, other);

        assertThat(comparison.figures()).isEmpty();
        assertThat(comparison.onlyBase()).containsExactly("dispatch");
        assertThat(comparison.onlyCandidate()).containsExactly("health");
    }
}
