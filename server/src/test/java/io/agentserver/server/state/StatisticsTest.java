package io.agentserver.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.server.DisconnectReason;
import io.agentserver.server.LatencyStatistics;
import io.agentserver.server.StabilityStatistics;
import io.agentserver.server.ThroughputStatistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract 5.8 to 5.10: M-70 to M-86, cases 101 to 103. */
class StatisticsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @Test
    @DisplayName("101: latencies 1..100 have p95 95.95, p99 99.99, median and mean 50.5")
    void computesQuantilesAsPythonDoes() {
        assertThat(Quantiles.summarise(upTo(100)))
                .isEqualTo(new LatencyStatistics(100, 1, 100, 50.5, 50.5, 95.95, 99.99));
    }

    @Test
    @DisplayName("M-73: 1..20 has p95 19.95; below 100 samples p99 is the largest (M-72)")
    void computesP95FromTwentySamplesOn() {
        LatencyStatistics twenty = Quantiles.summarise(upTo(20));
        assertThat(twenty.p95()).isCloseTo(19.95, within(1e-9));
        assertThat(twenty.p99()).isEqualTo(20);
    }

    @Test
    @DisplayName("102: with 19 samples p95 and p99 are the largest")
    void takesTheLargestOfFewSamples() {
        LatencyStatistics few = Quantiles.summarise(upTo(19));
        assertThat(few.p95()).isEqualTo(19);
        assertThat(few.p99()).isEqualTo(19);
        assertThat(few.median()).isEqualTo(10);
    }

    @Test
    @DisplayName("M-71: an endpoint without samples has none; a window keeps the latest")
    void keepsTheLatestSamples() {
        LatencyWindow window = new LatencyWindow(3);
        assertThat(window.statistics()).isNull();
        for (int i = 1; i <= 5; i++) {
            window.record(Duration.ofMillis(i).toNanos());
        }
        assertThat(window.statistics())
                .extracting(LatencyStatistics::count, LatencyStatistics::min, LatencyStatistics::max)
                .containsExactly(3, 3.0, 5.0);
    }

    @Test
    @DisplayName("103: three completions are three a minute, and none 61 s later; the total stays")
    void forgetsCompletionsOlderThanTheWindow() {
        ThroughputWindow window = new ThroughputWindow(Duration.ofSeconds(60), nanos::get);
        for (int i = 0; i < 3; i++) {
            window.record();
        }
        assertThat(window.statistics().ratePerMinute()).isEqualTo(3.0);
        assertThat(window.statistics().ratePerSecond()).isEqualTo(0.05);

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(window.statistics().completionsInWindow())
                .as("strictly older ones go (M-76)")
                .isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(window.statistics()).isEqualTo(new ThroughputStatistics(60, 0, 3));
    }

    @Test
    @DisplayName("M-76: a window grows with what it holds and slides over its ring")
    void slidesOverManyCompletions() {
        ThroughputWindow window = new ThroughputWindow(Duration.ofSeconds(60), nanos::get);
        for (int second = 0; second < 300; second++) {
            for (int i = 0; i < 7; i++) {
                window.record();
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(window.statistics()).isEqualTo(new ThroughputStatistics(60, 60 * 7, 2_100));
    }

    @Test
    @DisplayName("M-81 to M-84: reconnections, stability rate, disconnections per hour, flaky clients")
    void followsWhoComesBack() {
        ConnectionStability stability = new ConnectionStability(clock, 100, 3);
        assertThat(stability.statistics().stabilityRate()).isEqualTo(1.0);
        for (int i = 0; i < 4; i++) {
            stability.connected("flaky");
            stability.disconnected("flaky", DisconnectReason.NETWORK_ERROR);
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        }
        stability.connected("steady");

        StabilityStatistics statistics = stability.statistics();
        assertThat(statistics.totalConnections()).isEqualTo(5);
        assertThat(statistics.totalDisconnections()).isEqualTo(4);
        assertThat(statistics.stabilityRate()).isCloseTo(0.2, within(1e-9));
        assertThat(statistics.disconnectionsPerHour()).as("4 within 30 minutes").isEqualTo(8.0);
        assertThat(statistics.flakyClients()).containsExactly(new StabilityStatistics.FlakyClient("flaky", 3));
        assertThat(stability.recentDisconnections().get(0).reason()).isEqualTo(DisconnectReason.NETWORK_ERROR);
    }

    @Test
    @DisplayName("M-86: what is remembered is bounded, the totals are not")
    void staysBounded() {
        ConnectionStability stability = new ConnectionStability(clock, 10, 1);
        for (int i = 0; i < 5_000; i++) {
            stability.connected("c" + i);
            stability.disconnected("c" + i, DisconnectReason.CLOSED);
        }
        stability.connected("c4999");
        stability.connected("c0");

        assertThat(stability.statistics().totalConnections()).isEqualTo(5_002);
        assertThat(stability.recentConnections()).hasSize(1_000);
        stability.disconnected("x".repeat(1_000_000), DisconnectReason.CLOSED);
        assertThat(stability.recentDisconnections().get(999).clientId()).hasSize(256);
        assertThat(stability.statistics().flakyClients())
                .as("c0 was forgotten, so it came for the first time")
                .extracting(StabilityStatistics.FlakyClient::clientId)
                .containsExactly("c4999");
    }

    private static double[] upTo(int last) {
        return DoubleStream.iterate(last, i -> i - 1).limit(last).toArray();
    }
}
