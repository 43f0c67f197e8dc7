package io.agentserver.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong();
    private final MockClock clock = new MockClock();
    private final EventLoopLag lag = new EventLoopLag(clock, nanos::get);

    @BeforeEach
    void watch() {
        channel.freezeTime();
        lag.watch(channel.eventLoop());
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void isNothingOnALoopThatKeepsUp() {
        runAfter(EventLoopLag.PACE);
        runAfter(EventLoopLag.PACE);

        assertThat(lag.worstSeconds()).isZero();
    }

    @Test
    void isWhatTheTaskWasLateForAMinute() {
        runAfter(EventLoopLag.PACE.plusMillis(200));
        runAfter(EventLoopLag.PACE);

        assertThat(lag.worstSeconds()).isEqualTo(0.2);
        clock.add(Duration.ofSeconds(61));
        assertThat(lag.worstSeconds()).isZero();
    }

    @Test
    void showsALoopThatIsStuckRightNow() {
        nanos.addAndGet(EventLoopLag.PACE.plusSeconds(3).toNanos());

        assertThat(lag.worstSeconds()).isEqualTo(3);
    }

    @Test
    void leavesNoTaskBehind() {
        lag.close();
        lag.watch(channel.eventLoop());
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));

        assertThat(channel.hasPendingTasks()).isFalse();
        assertThat(lag.worstSeconds()).isZero();
    }

    /** Lets time pass, then the loop run what is due. */
    private void runAfter(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        channel.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }
}
