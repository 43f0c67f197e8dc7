package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.JvmProcess;
import io.agentserver.server.testkit.ServerProcess;
import io.agentserver.server.testkit.fleet.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of devices at once, tasks for random ones of them, and the size of the server afterwards. Results are kept for
 * seconds only, so that what is compared is what the server fails to give back, not what it is meant to keep. The full size is
 * {@code -Dagentserver.fleet.devices=10000 -Dagentserver.fleet.seconds=60}.
 */
@Tag("load")
@Timeout(600)
class FleetIT {

    private static final int DEVICES = Integer.getInteger("agentserver.fleet.devices", 2_000);
    private static final int SECONDS = Integer.getInteger("agentserver.fleet.seconds", 10);
    private static final Map<String, String> RESULTS_FOR_SECONDS = Map.of("AGENT_SERVER_SESSIONS_RESULT_TTL", "1s");

    /** Until results are too old and the process has given memory back. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final double MIB = 1_048_576;

    @Test
    @DisplayName(
            "thousands of devices, random tasks: none is lost, and the server is as large as before once they are gone")
    void servesAFleet() {
        try (ServerProcess server = ServerProcess.startAsInTheImage(RESULTS_FOR_SECONDS)) {
            double cold = resident(server);
            // The first fleets make the server as large as such fleets make it; a further one must not make it larger.
            for (int warmUp = 0; warmUp < 2; warmUp++) {
                visit(server, Math.min(SECONDS, 10));
            }
            settle();
            double before = resident(server);

            visit(server, SECONDS);

            settle();
            double after = resident(server);
            // A busy machine gives memory back later.
            for (long end = System.nanoTime() + SETTLED.toNanos();
                    after >= 1.05 * before && System.nanoTime() - end < 0;
                    after = resident(server)) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            System.out.printf(
                    "fleet of %,d: resident %.0f MiB at the start, %.0f MiB before the fleet came, %.0f MiB after it had"
                            + " gone (%+.1f %%)%n",
                    DEVICES, cold, before, after, 100 * (after - before) / before);
            assertThat(after).isLessThan(1.05 * before);
        }
    }

    /** Devices come, work, and are gone from one moment to the next. */
    private static void visit(ServerProcess server, int seconds) {
        try (JvmProcess fleet = JvmProcess.start(
                List.of("-Xmx1g", "-Dio.netty.leakDetection.level=disabled"),
                Fleet.class.getName(),
                Integer.toString(server.address().getPort()),
                Integer.toString(DEVICES),
                Integer.toString(seconds))) {
            String registered = fleet.await("registered: ", Duration.ofMinutes(3));
            // Above a thousand clients the counts may be a moment old.
            Eventually.that("all are counted", () -> connectedClients(server) == DEVICES);
            String figures = fleet.await("figures: ", Duration.ofSeconds(seconds + 60L));
            System.out.printf(
                    "fleet of %,d: registered in %s s, resident with it %.0f MiB; %d s of tasks: %s%n",
                    DEVICES, registered, resident(server), seconds, figures);
            Map<String, String> figure = Stream.of(figures.split(" "))
                    .map(pair -> pair.split("="))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            assertThat(figure)
                    .containsEntry("lost", "0")
                    .containsEntry("refused", "0")
                    .containsEntry("unexpected", "0");
            assertThat(Integer.parseInt(figure.getOrDefault("completed", "0"))).isGreaterThan(seconds);
        }
        Eventually.that(
                "the fleet is gone",
                Duration.ofSeconds(60),
                () -> server.establishedConnections() == 0 && connectedClients(server) == 0);
        assertThat(server.get("/api/health").json().path("active_sessions").asInt())
                .isZero();
    }

    private static int connectedClients(ServerProcess server) {
        return server.get("/api/health").json().path("connected_clients").asInt();
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static double resident(ServerProcess server) {
        return server.process().residentBytes() / MIB;
    }
}
