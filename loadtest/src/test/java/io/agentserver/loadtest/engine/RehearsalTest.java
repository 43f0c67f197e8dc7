package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.Second;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

    private final List<Second> seconds = new ArrayList<>();
    private final List<Instant> intervals = new ArrayList<>();
    private final Set<Integer> sizes = new HashSet<>();

    private final RunListener listener = new Runs.Silent() {
        @Override
        public void second(Second second) {
            seconds.add(second);
        }

        @Override
        public void interval(String request, Instant from, Instant to, Histogram times) {
            intervals.add(from);
            sizes.add(times.getEstimatedFootprintInBytes());
        }
    };

    @Test
    void everyOtherSecondCountsAndTheirHistogramsDifferInSize() {
        new Rehearsal(List.of("health", "task"), 2, listener).run(() -> 0, () -> false);

        assertThat(seconds).hasSize(1_000);
        assertThat(seconds).allSatisfy(second -> {
            assertThat(second.requests()).containsOnlyKeys("health", "task");
            assertThat(second.requests().get("task").ok()).isEqualTo(200);
        });
        assertThat(intervals).hasSize(2 * 500);
        assertThat(sizes).hasSizeGreaterThan(5);
    }

    @Test
    void losesPatienceAfterASecond() {
        AtomicLong time = new AtomicLong();
        new Rehearsal(List.of("health"), 1, listener)
                .run(() -> time.addAndGet(TimeUnit.MILLISECONDS.toNanos(100)), () -> false);

        assertThat(seconds).hasSize(9);
        assertThat(intervals).as("what counts, and what does not").hasSize(4);
    }

    @Test
    void isInterrupted() {
        new Rehearsal(List.of("health"), 1, listener).run(() -> 0, () -> seconds.size() == 3);

        assertThat(seconds).hasSize(3);
    }
}
