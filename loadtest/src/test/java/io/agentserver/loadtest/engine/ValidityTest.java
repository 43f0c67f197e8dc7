package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.GeneratorHealth;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ValidityTest {

    private static final GeneratorHealth CALM = new GeneratorHealth(0.4, 0.6, 0.1, 1, 0, 0, 1, List.of());

    private static Histogram micros(long... values) {
        Histogram histogram = RequestStats.histogram();
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    private static ShardTotals shard(long arrivals, long started, Map<Long, Long> stalls, long lastOk, long lastLost) {
        return new ShardTotals(Map.of(), micros(100), micros(100), arrivals, started, stalls, lastOk, lastLost);
    }

    private static List<String> reasons(ShardTotals shard) {
        return Validity.reasons(List.of(shard), CALM, shard.lag(), shard.lateness(), 1000, 0);
    }

    @Test
    void aCalmRunIsValid() {
        assertThat(reasons(shard(1000, 1000, Map.of(), 1, -1))).isEmpty();
        assertThat(reasons(shard(1000, 990, Map.of(), 1, -1))).isEmpty();
        assertThat(reasons(shard(50, 49, Map.of(), 1, -1))).isEmpty();
    }

    @Test
    void requestsThatFoundNoSocketAreNoWordAboutTheServer() {
        assertThat(reasons(withoutSocket(10))).isEmpty();
        assertThat(reasons(withoutSocket(11)))
                .containsExactly("11 of 1000 planned requests found no socket: the generator's machine had no files or"
                        + " ports left");
    }

    private static ShardTotals withoutSocket(long requests) {
        ShardTotals.Request get = new ShardTotals.Request(
                1000 - requests, requests, 0, 1000, 1000, Map.of("no_socket", requests), new long[0]);
        return new ShardTotals(Map.of("get", get), micros(100), micros(100), 1000, 1000, Map.of(), 1, -1);
    }

    @Test
    void aMissedRateIsNamedWithItsFigures() {
        assertThat(reasons(shard(1000, 989, Map.of(), 1, -1)))
                .containsExactly("the planned rate was not kept: 989 of 1000 users planned in the window started in it"
                        + " (99 % must)");
    }

    @Test
    void theLongestStallsAreNamedInTheOrderOfTime() {
        Map<Long, Long> stalls = Map.of(
                2_000_000_000L, 500_000_000L,
                4_000_000_000L, 300_000_000L,
                9_000_000_000L, 1_000_000_000L,
                7_000_000_000L, 900_000_000L);

        assertThat(reasons(shard(1, 1, stalls, 1, -1)))
                .containsExactly(
                        "the generator stood still for 500 ms at 1.5 s (limit 250 ms)",
                        "the generator stood still for 900 ms at 6.1 s (limit 250 ms)",
                        "the generator stood still for 1000 ms at 8.0 s (limit 250 ms)");
    }

    @Test
    void latenessLagUnsentAndBusyCoresAreNamed() {
        Histogram late = micros(25_000);
        ShardTotals shard = shard(1, 1, Map.of(), 1, -1);
        GeneratorHealth busy = new GeneratorHealth(0.97, 1, 25, 25, 0, 0, 1, List.of());

        assertThat(Validity.reasons(List.of(shard), busy, late, late, 1000, 11))
                .hasSize(4)
                .anyMatch(reason -> reason.contains("started more than 25"))
                .anyMatch(reason -> reason.contains("event loops were late: p99 25"))
                .anyMatch(
                        reason -> reason.equals("11 of 1000 planned requests were never sent: too many waited already"))
                .anyMatch(reason -> reason.equals("the generator used 97 % of all cores (limit 95 %)"));
    }

    @Test
    void aServerThatIsGoneAtTheEndFailsTheRun() {
        long second = 1_000_000_000L;
        assertThat(ServerAway.judge(List.of(shard(1, 1, Map.of(), 5 * second, 9 * second))))
                .hasValueSatisfying(result -> {
                    assertThat(result.passed()).isFalse();
                    assertThat(result.actual()).isEqualTo(4.0);
                });
        assertThat(ServerAway.judge(List.of(shard(1, 1, Map.of(), -1, second)))).isPresent();
    }

    @Test
    void aLossThatWasFollowedByGoodAnswersDoesNot() {
        long second = 1_000_000_000L;
        assertThat(ServerAway.judge(List.of(shard(1, 1, Map.of(), 9 * second, 5 * second))))
                .isEmpty();
        assertThat(ServerAway.judge(List.of(shard(1, 1, Map.of(), 9 * second, 9 * second + second / 2))))
                .isEmpty();
        assertThat(ServerAway.judge(List.of(shard(1, 1, Map.of(), 9 * second, -1))))
                .isEmpty();
        // One shard still got answers.
        assertThat(ServerAway.judge(
                        List.of(shard(1, 1, Map.of(), second, 9 * second), shard(1, 1, Map.of(), 9 * second, -1))))
                .isEmpty();
    }

    @Test
    void readsWhatLinuxTells() {
        ProcFiles.MachineTime time = ProcFiles.machine("cpu  100 5 50 800 40 3 2 0 0 0\ncpu0 1 2 3\n");

        assertThat(time.all()).isEqualTo(1000);
        assertThat(time.busy()).isEqualTo(160);
        assertThat(ProcFiles.residentBytes("Name:\tjava\nVmRSS:\t  123456 kB\n"))
                .hasValue(123456L * 1024);
    }

    @Test
    void personalitiesAreSpreadAsAskedFor() {
        FleetPlan plan = new FleetPlan(1000, false, 5, 2, 1);
        int[] counts = new int[Personality.values().length];
        for (int i = 0; i < 1000; i++) {
            counts[plan.personality(i).ordinal()]++;
        }

        assertThat(counts[Personality.SLOW.ordinal()]).isBetween(48, 52);
        assertThat(counts[Personality.FLAKY.ordinal()]).isBetween(18, 22);
        assertThat(counts[Personality.SILENT.ordinal()]).isBetween(8, 12);
        assertThat(counts[Personality.PROMPT.ordinal()]).isBetween(915, 925);
    }
}
