package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.Neighbour;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred thousand connections that bring nothing but garbage, against a server process of its own. Outside CI a tenth of
 * them; {@code -Dagentserver.storm=N} makes it N.
 */
@Tag("load")
@Timeout(600)
class GarbageStormIT {

    private static final int CONNECTIONS =
            Integer.getInteger("agentserver.storm", "true".equals(System.getenv("CI")) ? 100_000 : 10_000);
    private static final int WARM_UP = 2_000;
    private static final int AT_ONCE = 24;

    @Test
    @DisplayName("100,000 garbage connections: no crash, no leak, nothing left, no effect on a neighbour")
    void survivesAStorm() throws Exception {
        try (ServerProcess server = ServerProcess.start(
                        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-Dio.netty.leakDetection.level=advanced"));
                Neighbour neighbour = Neighbour.of(server)) {
            storm(server, WARM_UP);
            long before = server.liveHeapBytes();

            long began = System.nanoTime();
            storm(server, CONNECTIONS);
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            Eventually.that(
                    "only the neighbour is connected",
                    () -> server.establishedConnections() == 1
                            && server.get("/api/health")
                                            .json()
                                            .path("connected_clients")
                                            .asInt()
                                    == 1);
            long after = server.liveHeapBytes();
            System.out.printf(
                    "storm: %,d connections in %.1f s; live heap %,d bytes before, %,d after; neighbour: %,d heartbeats, "
                            + "p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                    CONNECTIONS,
                    took.toMillis() / 1e3,
                    before,
                    after,
                    neighbour.beats(),
                    millis(neighbour.quantile(0.5)),
                    millis(neighbour.quantile(0.99)),
                    millis(neighbour.quantile(1)));
            assertThat(after).isLessThan(before + before / 4);
            assertThat(leaks(server)).isEmpty();
            assertThat(neighbour.quantile(0.99)).isLessThan(Duration.ofSeconds(2));
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    private static void storm(ServerProcess server, int connections) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> all = IntStream.range(0, AT_ONCE)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        Random random = new Random(thread);
                        for (int i = next.getAndIncrement(); i < connections; i = next.getAndIncrement()) {
                            connect(server, i, random);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** One connection of one of nine kinds. What the server answers is not looked at, that it answers is. */
    private static void connect(ServerProcess server, int number, Random random) throws IOException {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        String upgrade = RawSocket.upgradeRequest("/ws?token=K");
        byte[] register = RawSocket.frame(0x81, Json.bytes("{'type':'register','client_id':'g" + number + "'}"));
        try (RawSocket socket = RawSocket.connect(server.address())) {
            switch (number % 9) {
                case 0 -> {
                    // Connected, and gone.
                }
                case 1 -> socket.write(noise);
                case 2 -> socket.write(upgrade.substring(0, random.nextInt(upgrade.length())));
                case 3 -> {
                    socket.write(upgrade);
                    socket.write(half(register, random));
                }
                case 4 -> {
                    assertThat(socket.upgrade("/ws?token=K").status()).isEqualTo(101);
                    socket.write(register);
                    socket.readFrame();
                    socket.write(half(register, random));
                }
                case 5 -> assertThat(socket.upgrade("/ws?token=wrong").status()).isEqualTo(403);
                case 6 -> {
                    assertThat(socket.upgrade("/ws?token=K").status()).isEqualTo(101);
                    socket.write(noise);
                }
                case 7 -> {
                    assertThat(socket.upgrade("/ws?token=K").status()).isEqualTo(101);
                    socket.writeText("nonsense");
                    assertThat(socket.readClose().closeCode()).isEqualTo(1008);
                }
                default -> {
                    socket.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /api/dis");
                    assertThat(socket.readAnswer().status()).isEqualTo(200);
                }
            }
            if (number % 10 != 0) {
                // Most go without a farewell; that also leaves the test's machine no port in TIME_WAIT.
                socket.reset();
            }
        }
    }

    private static byte[] half(byte[] frame, Random random) {
        return Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1));
    }

    /** Netty's reports, whole. */
    private static List<String> leaks(ServerProcess server) {
        List<String> output = server.process().output();
        return IntStream.range(0, output.size())
                .filter(line -> output.get(line).contains("LEAK"))
                .mapToObj(line -> String.join("\n", output.subList(line, Math.min(output.size(), line + 60))))
                .toList();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
