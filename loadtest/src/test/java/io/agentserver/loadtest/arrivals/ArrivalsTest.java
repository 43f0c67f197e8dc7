package io.agentserver.loadtest.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrivalsTest {

    private static final double NANOS = 1e9;

    private static List<Long> times(Arrivals arrivals, long seed) {
        List<Long> times = new ArrayList<>();
        arrivals.times(seed).forEachRemaining((long time) -> times.add(time));
        return times;
    }

    @ParameterizedTest
    @CsvSource({"10, 2", "1000, 3", "20000, 1", "0.5, 7", "3, 1"})
    void constantRateStartsEachAtItsExactTime(double perSecond, long seconds) {
        List<Long> times = times(OpenProfiles.constantRate(perSecond, Duration.ofSeconds(seconds)), 1);

        assertThat(times).hasSize((int) Math.ceil(perSecond * seconds));
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isCloseTo((long) (i / perSecond * NANOS), within(1L));
        }
        assertThat(times.get(times.size() - 1))
                .isLessThan(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void atOnceStartsAllAtTheBeginning() {
        assertThat(times(OpenProfiles.atOnce(5), 1)).containsExactly(0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void spreadDividesTheTimeEvenly() {
        assertThat(times(OpenProfiles.spread(4, Duration.ofNanos(1000)), 1)).containsExactly(0L, 250L, 500L, 750L);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 10", "100, 0, 10", "50, 150, 4", "10, 10, 3"})
    void rampHasTheAreaUnderItsRateAtEveryMoment(double from, double to, long seconds) {
        List<Long> times = times(OpenProfiles.rampRate(from, to, Duration.ofSeconds(seconds)), 1);

        assertThat(times).hasSize((int) Math.ceil((from + to) / 2 * seconds)).isSorted();
        for (int tenth = 1; tenth <= 10; tenth++) {
            double t = seconds * tenth / 10.0;
            double area = from * t + (to - from) * t * t / (2 * seconds);
            long started = times.stream().filter(time -> time < t * NANOS).count();
            assertThat((double) started).isCloseTo(area, within(1.01));
        }
    }

    @Test
    void poissonHasTheRateAndTheSpreadOfAPoissonProcess() {
        double rate = 200;
        List<Long> times =
                times(OpenProfiles.constantRate(rate, Duration.ofSeconds(500)).randomized(), 42);

        assertThat(times).isSorted();
        // Five standard deviations of the number, which has a variance as large as itself.
        assertThat((double) times.size()).isCloseTo(100_000, within(5 * Math.sqrt(100_000)));
        double[] gaps = new double[times.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times.get(i + 1) - times.get(i)) / NANOS * rate;
        }
        // Of an exponential distribution with mean 1: variance 1, and 1/e of all longer than the mean.
        double mean = mean(gaps);
        double variance = 0;
        int longer = 0;
        for (double gap : gaps) {
            variance += (gap - mean) * (gap - mean) / gaps.length;
            longer += gap > 1 ? 1 : 0;
        }
        assertThat(mean).isCloseTo(1, within(0.02));
        assertThat(variance).isCloseTo(1, within(0.06));
        assertThat((double) longer / gaps.length).isCloseTo(1 / Math.E, within(0.01));
        // The number in each second varies by its square root.
        int[] perSecond = new int[500];
        times.forEach(time -> perSecond[(int) (time / NANOS)]++);
        double dispersion = 0;
        for (int number : perSecond) {
            dispersion += (number - rate) * (number - rate) / rate / perSecond.length;
        }
        assertThat(dispersion).isCloseTo(1, within(0.35));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void sameSeedRepeatsAndAnotherDoesNot() {
        Arrivals poisson = OpenProfiles.constantRate(100, Duration.ofSeconds(2)).randomized();

        assertThat(times(poisson, 7)).isEqualTo(times(poisson, 7)).isNotEqualTo(times(poisson, 8));
    }

    @Test
    void partsFollowEachOtherFromTheirEnds() {
        Arrivals all = OpenProfiles.oneAfterTheOther(List.of(
                OpenProfiles.atOnce(2),
                OpenProfiles.nothing(Duration.ofNanos(100)),
                OpenProfiles.spread(2, Duration.ofNanos(10)),
                OpenProfiles.atOnce(1)));

        assertThat(times(all, 1)).containsExactly(0L, 0L, 100L, 105L, 110L);
        assertThat(all.durationNanos()).isEqualTo(110);
    }

    @Test
    void equalRandomPartsDiffer() {
        Arrivals part = OpenProfiles.constantRate(100, Duration.ofSeconds(1)).randomized();
        List<Long> times = times(OpenProfiles.oneAfterTheOther(List.of(part, part)), 3);

        List<Long> first = times.stream().filter(time -> time < 1_000_000_000L).toList();
        List<Long> second = times.stream()
                .filter(time -> time >= 1_000_000_000L)
                .map(time -> time - 1_000_000_000L)
                .toList();
        assertThat(first).isNotEmpty().isNotEqualTo(second);
    }

    @Test
    void concurrencyFollowsItsParts() {
        Concurrency all = Concurrency.oneAfterTheOther(List.of(
                Concurrency.ramp(0, 10, Duration.ofNanos(100)), Concurrency.constant(10, Duration.ofNanos(50))));

        assertThat(all.at(0)).isZero();
        assertThat(all.at(50)).isEqualTo(5);
        assertThat(all.at(99)).isEqualTo(10);
        assertThat(all.at(149)).isEqualTo(10);
        assertThat(all.at(1_000)).isEqualTo(10);
        assertThat(all.durationNanos()).isEqualTo(150);
    }

    @Test
    void refusesWhatIsNoNumberOfUsers() {
        assertThatThrownBy(() -> OpenProfiles.constantRate(-1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("users per second: -1.0 (expected: 0 or more)");
        assertThatThrownBy(() -> OpenProfiles.constantRate(Double.NaN, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
