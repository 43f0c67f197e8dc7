package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.JvmProcess;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.ServerProcess;
import io.agentserver.server.testkit.fleet.Fleet;
import io.agentserver.server.testkit.fleet.HeartbeatProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of devices, all of them listed again and again, and heartbeats beside that, each of which is answered. The
 * measurement is {@code -Dagentserver.fleet.devices=15000 -Dagentserver.fleet.pairs=6 -Dagentserver.fleet.measure=true}.
 */
@Tag("load")
@Timeout(600)
class ClientListsIT {

    private static final int DEVICES = Integer.getInteger("agentserver.fleet.devices", 2_000);
    private static final int READS_PER_SECOND = Integer.getInteger("agentserver.fleet.lists", 5);
    private static final int PAIRS = Integer.getInteger("agentserver.fleet.pairs", 2);
    private static final int SECONDS = 3;

    private static final int PROBES = 20;
    private static final double ALLOWED_MILLIS = 5;

    /** Latencies are judged where somebody asked for them, on a machine that does nothing else; elsewhere they are told. */
    private static final boolean MEASURING = Boolean.getBoolean("agentserver.fleet.measure");

    /** Windows that do not count, because the server is still being compiled; 24 s where latencies are judged. */
    private static final int WARM_UP = MEASURING ? 8 : 2;

    private static final Pattern P999 = Pattern.compile("p999_ms=([\\d.]+)");

    @Test
    @DisplayName("full lists of thousands of clients do not hold up heartbeats")
    void listsHoldUpNobody() {
        try (ServerProcess server = ServerProcess.startAsInTheImage();
                JvmProcess fleet = program(Fleet.class, server, DEVICES, 0)) {
            fleet.await("registered: ", Duration.ofMinutes(3));
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            try (JvmProcess probe = program(HeartbeatProbe.class, server, PROBES, WARM_UP + 2 * PAIRS, SECONDS)) {
                for (int window = 0; window < WARM_UP + 2 * PAIRS; window++) {
                    probe.await("begins " + window + ":");
                    boolean reading = window % 2 == 1;
                    Reader reader = reading ? new Reader(server) : null;
                    String figures = probe.await("window " + window + ": ");
                    int lists = reader == null ? 0 : reader.stop();
                    System.out.printf("%,d devices, %d lists read: %s%n", DEVICES, lists, figures);
                    if (window >= WARM_UP) {
                        (reading ? with : without).add(p999(figures));
                    }
                }
            }
            System.out.printf("p99.9 of heartbeats grows by %.2f ms%n", median(with) - median(without));
            if (MEASURING) {
                assertThat(median(with) - median(without)).isLessThan(ALLOWED_MILLIS);
            }
        }
    }

    private static JvmProcess program(Class<?> program, ServerProcess server, int... numbers) {
        List<String> arguments =
                new ArrayList<>(List.of(Integer.toString(server.address().getPort())));
        for (int number : numbers) {
            arguments.add(Integer.toString(number));
        }
        return JvmProcess.start(
                List.of("-Xmx1g", "-Dio.netty.leakDetection.level=disabled"),
                program.getName(),
                arguments.toArray(String[]::new));
    }

    private static double p999(String figures) {
        Matcher matcher = P999.matcher(figures);
        assertThat(matcher.find()).as(figures).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Reads full lists at a steady pace until it is told to stop. */
    private static final class Reader {

        private final AtomicInteger lists = new AtomicInteger();
        private final CompletableFuture<Void> ended;
        private volatile boolean stopped;

        Reader(ServerProcess server) {
            ended = CompletableFuture.runAsync(() -> read(server));
        }

        /** How many it has read. */
        int stop() {
            stopped = true;
            ended.join();
            assertThat(lists).hasPositiveValue();
            return lists.get();
        }

        private void read(ServerProcess server) {
            long due = System.nanoTime();
            try (RawSocket http = RawSocket.connect(server.address())) {
                while (!stopped) {
                    http.write("GET /api/clients HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(http.readAnswer().json().path("total").asInt()).isEqualTo(DEVICES + PROBES);
                    lists.incrementAndGet();
                    due += 1_000_000_000L / READS_PER_SECOND;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
