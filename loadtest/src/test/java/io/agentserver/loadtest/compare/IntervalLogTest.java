package io.agentserver.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class IntervalLogTest {

    private static List<Histogram> intervals(int count) {
        Random random = new Random(3);
        List<Histogram> intervals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Histogram interval = new Histogram(3);
            for (int value = 0; value < 100; value++) {
                interval.recordValue((long) (3000 * Math.exp(random.nextGaussian())));
            }
            intervals.add(interval);
        }
        return intervals;
    }

    @Test
    void everythingIsWhatTheHistogramsAddUpTo() {
        List<Histogram> intervals = intervals(50);
        Histogram sum = new Histogram(3);
        intervals.forEach(sum::add);
        Sample all = IntervalLog.of(intervals).all();

        assertThat(all.count()).isEqualTo(5000);
        assertThat(all.p50()).isEqualTo(sum.getValueAtPercentile(50) / 1000.0);
        assertThat(all.p99()).isEqualTo(sum.getValueAtPercentile(99) / 1000.0);
        assertThat(all.p999()).isEqualTo(sum.getValueAtPercentile(99.9) / 1000.0);
        assertThat(all.max()).isEqualTo(sum.getMaxValue() / 1000.0);
        assertThat(all.mean()).isCloseTo(sum.getMean() / 1000.0, within(0.01));
        assertThat(all.perRow()).isEqualTo(100);
    }

    @Test
    void aChosenIntervalCountsAsOftenAsItIsChosen() {
        Histogram quick = new Histogram(3);
        quick.recordValueWithCount(1000, 10);
        Histogram slow = new Histogram(3);
        slow.recordValueWithCount(9000, 10);
        IntervalLog log = IntervalLog.of(List.of(quick, slow));

        assertThat(log.sample(new int[] {0, 0, 0}).count()).isEqualTo(30);
        assertThat(log.sample(new int[] {0, 0, 0}).max()).isEqualTo(1);
        assertThat(log.sample(new int[] {0, 1, 1}).p50()).isCloseTo(9, within(0.01));
    }

    @Test
    void aLongRunIsChosenFromInSteps() {
        IntervalLog log = IntervalLog.of(intervals(1000));

        assertThat(log.intervals()).isEqualTo(1000);
        assertThat(log.rows()).isEqualTo(200);
        assertThat(log.all().count()).isEqualTo(100_000);
    }

    @Test
    void nothingHasNoFigures() {
        assertThat(IntervalLog.of(List.<Histogram>of()).all().p50()).isNaN();
    }
}
