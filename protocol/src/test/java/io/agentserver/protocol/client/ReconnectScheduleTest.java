package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectScheduleTest {

    private static List<Long> seconds(ReconnectSchedule schedule, int failures) {
        return IntStream.rangeClosed(1, failures)
                .mapToObj(schedule::pause)
                .takeWhile(Optional::isPresent)
                .map(pause -> pause.get().toSeconds())
                .toList();
    }

    @Test
    void exponentialWaitsTwoToTheNth() {
        // Contract 8.1: attempts at 0, 2, 6, 14 and 30 s, with three retries at 0, 2 and 6 s.
        assertThat(seconds(ReconnectSchedule.exponential(5), 10)).containsExactly(2L, 4L, 8L, 16L);
        assertThat(seconds(ReconnectSchedule.exponential(3), 10)).containsExactly(2L, 4L);
        assertThat(seconds(ReconnectSchedule.exponential(1), 10)).isEmpty();
    }

    @Test
    void fixedWaitsTheSameEachTime() {
        // Contract 8.2: Galaxy reconnects after 5 s, up to 5 attempts.
        assertThat(seconds(ReconnectSchedule.fixed(Duration.ofSeconds(5), 5), 10))
                .containsExactly(5L, 5L, 5L, 5L, 5L);
    }

    @Test
    void foreverAndNeverDoAsTheySay() {
        assertThat(ReconnectSchedule.forever(Duration.ofSeconds(3)).pause(Integer.MAX_VALUE))
                .contains(Duration.ofSeconds(3));
        assertThat(ReconnectSchedule.never().pause(1)).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> ReconnectSchedule.exponential(0)).hasMessage("attempts: 0 (expected: 1 to 30)");
        assertThatThrownBy(() -> ReconnectSchedule.exponential(31)).hasMessageContaining("attempts: 31");
        assertThatThrownBy(() -> ReconnectSchedule.fixed(Duration.ofSeconds(-1), 5))
                .hasMessage("pause: PT-1S (expected: zero or more)");
        assertThatThrownBy(() -> ReconnectSchedule.fixed(Duration.ofSeconds(1), -1))
                .hasMessage("retries: -1 (expected: 0 or more)");
    }
}
