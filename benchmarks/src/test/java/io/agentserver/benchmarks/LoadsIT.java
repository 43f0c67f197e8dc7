package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads of a constant rate, against servers whose latency is known: one that answers at once and one that stalls. */
@Timeout(60)
class LoadsIT {

    private static final int DEVICES = 50;
    private static final int PER_SECOND = 500;

    @TempDir
    Path folder;

    @Test
    void countEveryHeartbeatThatWasPlanned() {
        try (ServerProcess server = start("netty");
                ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, server.target(), "device")) {
            fleet.connect(DEVICES);

            HeartbeatLoad.Outcome outcome = HeartbeatLoad.of(loop, fleet).run(PER_SECOND, Duration.ofSeconds(2));

            assertThat(outcome.latency().getTotalCount()).isBetween(950L, 1_100L);
            assertThat(outcome.generatorCpu()).isBetween(0.0, 1.1);
        }
    }

    @Test
    void countEveryRequestForHealthThatWasPlanned() {
        try (ServerProcess server = start("reactor");
                ClientLoop loop = new ClientLoop();
                HealthPace health = HealthPace.open(loop, server.target(), 4)) {
            Histogram latency = health.run(PER_SECOND, Duration.ofSeconds(2));

            assertThat(latency.getTotalCount()).isBetween(950L, 1_100L);
        }
    }

    @Test
    void countTheWaitsOfAStallFromThePlannedTime() {
        try (ServerProcess server = start("oracle -- --stall-after 500 --stall-for 1000");
                ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, server.target(), "device")) {
            fleet.connect(DEVICES);

            HeartbeatLoad.Outcome outcome = HeartbeatLoad.of(loop, fleet).run(PER_SECOND, Duration.ofSeconds(3));

            // A third of the heartbeats fell into the stall, half of those into its first half.
            assertThat(outcome.millis(84)).isBetween(400.0, 800.0);
            assertThat(outcome.millis(99.9)).isGreaterThan(900);
            assertThat(server.output()).contains(OracleServer.LOAD_BEGAN, "Stalled for 1", "answered within ");
        }
    }

    @Test
    void failWhenTheServerGoesAway() {
        ServerProcess server = start("netty");
        try (ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, server.target(), "device")) {
            fleet.connect(DEVICES);
            HeartbeatLoad load = HeartbeatLoad.of(loop, fleet);
            CompletableFuture<Void> end = CompletableFuture.runAsync(server::close);

            assertThatThrownBy(() -> load.run(PER_SECOND, Duration.ofSeconds(20)))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A device was lost");
            end.join();
        }
    }

    private ServerProcess start(String subject) {
        Subject parsed = Subject.parse(subject, List.of("-Xmx128m"));
        return ServerProcess.start(parsed, Path.of("none"), System.getProperty("java.class.path"), folder);
    }
}
