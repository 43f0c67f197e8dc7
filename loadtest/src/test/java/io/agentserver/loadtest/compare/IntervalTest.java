package io.agentserver.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntervalTest {

    private static final Offset<Double> CLOSE = within(0.0005);

    @Test
    void replicatesLeaveOutHalfAPercentOnEachSide() {
        double[] replicates = new Random(1)
                .ints(0, 1000)
                .distinct()
                .limit(1000)
                .asDoubleStream()
                .toArray();
        Interval interval = Interval.ofReplicates(replicates);

        assertThat(interval).isEqualTo(new Interval(5, 994));
    }

    @Test
    void fewRunsGiveWideIntervals() {
        // 1, 2, 3 against 4, 5, 6: pooled variance 1, four degrees of freedom, t 4.604
        Interval interval = Interval.ofDifference(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        double half = 4.604 * Math.sqrt(2.0 / 3);

        assertThat(interval.low()).isCloseTo(3 - half, CLOSE);
        assertThat(interval.high()).isCloseTo(3 + half, CLOSE);
    }

    @Test
    void fewBlocksGiveWideIntervals() {
        Interval interval = new Interval(-1, 3).widened(0, 7);

        assertThat(interval.low()).isCloseTo(-3.707 / 2.5758, CLOSE);
        assertThat(interval.high()).isCloseTo(3 * 3.707 / 2.5758, CLOSE);
    }

    @Test
    void oneRunBorrowsTheSpreadOfTheOtherSide() {
        Interval interval = Interval.ofDifference(new double[] {1, 2, 3}, new double[] {2});
        double half = 9.925 * Math.sqrt(4.0 / 3);

        assertThat(interval.high()).isCloseTo(half, CLOSE);
    }

    @Test
    void sharesHaveNewcombesInterval() {
        // 56 of 70 against 48 of 80: Newcombe (1998), Table II (a) at 95 %; ours is at 99 %, so it holds that
        Interval interval = Interval.ofShares(48, 80, 56, 70);

        assertThat(interval.low()).isLessThan(0.0524).isGreaterThan(-0.05);
        assertThat(interval.high()).isGreaterThan(0.3339).isLessThan(0.43);
    }

    @Test
    void noFailuresAtAllIsNoDifference() {
        assertThat(Interval.ofShares(0, 24_000, 0, 24_000).holds(0)).isTrue();
        assertThat(Interval.ofShares(0, 24_000, 240, 24_000).low()).isGreaterThan(0.005);
    }
}
