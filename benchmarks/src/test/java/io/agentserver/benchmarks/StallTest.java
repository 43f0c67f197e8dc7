package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StallTest {

    private final Stall stall = new Stall(1_000, 10_000, 0);

    @Test
    void decidesTheQuantilesOfTheShareThatFellIntoIt() {
        assertThat(stall.decides(0.99)).isTrue();
        assertThat(stall.decides(0.91)).isTrue();
        assertThat(stall.decides(0.90)).isFalse();
        assertThat(stall.decides(0.5)).isFalse();
    }

    @Test
    void tellsWhatAPerfectObserverWouldSee() {
        double[] latencies = new double[100_000];
        for (int i = 0; i < latencies.length; i++) {
            double planned = i * 10_000.0 / latencies.length;
            latencies[i] = planned >= 3_000 && planned < 4_000 ? 4_000 - planned : 0;
        }
        Arrays.sort(latencies);

        for (double quantile : new double[] {0.91, 0.95, 0.99, 0.999}) {
            assertThat(stall.latencyMillis(quantile))
                    .isCloseTo(latencies[(int) (quantile * latencies.length)], within(0.2));
        }
    }

    @Test
    void countsTheDrainByThePlaceInTheBacklog() {
        Stall drained = new Stall(1_000, 10_000, 40);

        assertThat(drained.latencyMillis(0.95)).isCloseTo(520, within(1e-6));
        assertThat(drained.latencyMillis(0.999)).isCloseTo(990.4, within(1e-6));
    }

    @Test
    void measuresAnErrorByWhatIsAllowed() {
        // At 0.95 the latency is 500 ms, of which 2 % are 10 ms.
        assertThat(stall.error(0.95, 495, 0.02, 1)).isCloseTo(0.5, within(1e-6));
        assertThat(stall.error(0.95, 530, 0.02, 30)).isCloseTo(1, within(1e-6));
    }
}
