package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Which of several windows counts. */
class QuietTest {

    private final List<String> told = new ArrayList<>();
    private double taken;
    private double all;

    @Test
    void aQuietWindowIsMeasuredOnce() {
        assertThat(measured(0.5)).isEqualTo(new Quiet.Outcome<>(1, 0.005, 1));
        assertThat(told).isEmpty();
    }

    @Test
    void aDisturbedWindowIsMeasuredAgain() {
        assertThat(measured(5, 0, 0)).isEqualTo(new Quiet.Outcome<>(2, 0.0, 2));
        assertThat(told).containsExactly("the host took 5.0 % of the machine at the least; once more");
    }

    @Test
    void ofDisturbedWindowsTheQuietestCounts() {
        assertThat(measured(8, 3, 4, 5, 0)).isEqualTo(new Quiet.Outcome<>(2, 0.03, Quiet.MOST_TRIES));
        assertThat(told).hasSize(Quiet.MOST_TRIES - 1);
    }

    @Test
    void aRepetitionThatIsNotValidCostsNothing() {
        Queue<Double> windows = new ArrayDeque<>(List.of(5.0, 0.0));
        Quiet.Outcome<Double> outcome = new Quiet(() -> taken, () -> all, told::add).measure(() -> {
            all += 100;
            double takes = windows.isEmpty() ? 0 : windows.remove();
            taken += takes;
            if (takes == 0) {
                throw new LoadTester.NotValidException("late");
            }
            return takes;
        });

        assertThat(outcome).isEqualTo(new Quiet.Outcome<>(5.0, 0.05, Quiet.MOST_TRIES));
        assertThat(told).contains("The load tester's run is not valid: late");
    }

    /** Windows of 100 seconds of a core, of which the host takes those; each gives its number. */
    private Quiet.Outcome<Integer> measured(double... seconds) {
        Queue<Double> windows = new ArrayDeque<>();
        for (double each : seconds) {
            windows.add(each);
        }
        return new Quiet(() -> taken, () -> all, told::add).measure(() -> {
            taken += windows.remove();
            all += 100;
            return seconds.length - windows.size();
        });
    }
}
