package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.server.AgentServer;
import io.agentserver.server.logging.EventLog;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Fifo;
import io.agentserver.server.testkit.Neighbour;
import io.agentserver.server.testkit.TestServer;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.resources.LoopResources;

/** 50,000 lines a second are logged on the event loops themselves while the log file is a FIFO that nobody reads. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no FIFOs")
class LogStallIT {

    private static final int LINES_PER_SECOND = 50_000;
    private static final Duration STALL = Duration.ofSeconds(5);
    private static final Duration BLUR = Duration.ofMillis(100);
    private static final int ROUNDS = 3;
    private static final Pattern DROPPED = Pattern.compile("log lines were dropped \\(DEBUG (\\d+)");

    private final EventLog events = new EventLog();
    private final AtomicLong logged = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final List<String> tellings = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    @DisplayName("a disk that stands still delays no heartbeat; what is lost is counted to the line, and told")
    void aStalledDiskDelaysNobody() throws Exception {
        Path path = Fifo.make(Files.createDirectory(folder.resolve("logs")).resolve("ufo_server.log"));
        LoopResources loops = LoopResources.create("log-stall", 2, true);
        List<Double> ratios = new ArrayList<>();
        Duration slowest = Duration.ZERO;
        Fifo fifo = Fifo.reading(path, this::arrived);
        LoggedFolder log = new LoggedFolder(folder.resolve("logs"), ConsoleForm.PRETTY);
        try (TestServer server =
                TestServer.of(AgentServer.create(TestServer.config()).loopResources(loops))) {
            List<Future<?>> volume = logOnEventLoops(loops);
            heartbeats(server); // Warms up.
            for (int round = 0; round < ROUNDS; round++) {
                Duration without = heartbeats(server);
                fifo.stall();
                Duration with = heartbeats(server);
                fifo.goOn();
                slowest = slowest.compareTo(with) < 0 ? with : slowest;
                ratios.add((double) with.toNanos() / without.toNanos());
                System.out.printf("heartbeat p99: %s, while the log stands still %s%n", without, with);
            }
            volume.forEach(each -> each.cancel(false));
            Eventually.that("the losses are told", () -> log.console().contains("log lines were dropped"));
        } finally {
            fifo.goOn();
            log.close();
            fifo.awaitEnd();
            loops.disposeLater().block(Duration.ofSeconds(30));
        }

        // The target is 1.2, which a busy machine blurs; an event loop that waited for the log would take seconds.
        double ratio = ratios.stream().sorted().toList().get(ROUNDS / 2);
        assertThat(ratio <= 1.2 || slowest.compareTo(BLUR) < 0)
                .as("p99 of heartbeats, with a stall to without: %s, slowest %s", ratios, slowest)
                .isTrue();
        assertThat(logged.get()).isGreaterThan(LINES_PER_SECOND * STALL.toSeconds() * 2 * ROUNDS * 9 / 10);
        assertEveryLineIsAccountedFor(log.console());
    }

    /** Either it arrived, or it was told to be lost: in the file itself, and on the console. */
    private void assertEveryLineIsAccountedFor(String console) {
        long dropped = logged.get() - arrived.get();
        assertThat(dropped).isPositive();
        assertThat(tellings).isNotEmpty();
        assertThat(DROPPED.matcher(console)
                        .results()
                        .mapToLong(telling -> Long.parseLong(telling.group(1)))
                        .sum())
                .isEqualTo(dropped);
    }

    private void arrived(String line) {
        if (line.contains("[WS] Dropped ")) {
            arrived.incrementAndGet();
        } else if (line.contains("log lines were dropped")) {
            tellings.add(line);
        }
    }

    private List<Future<?>> logOnEventLoops(LoopResources loops) {
        List<EventExecutor> executors = new ArrayList<>();
        loops.onServer(true).forEach(executors::add);
        int each = LINES_PER_SECOND / 1_000 / executors.size();
        List<Future<?>> scheduled = new ArrayList<>();
        executors.forEach(
                executor -> scheduled.add(executor.scheduleAtFixedRate(() -> log(each), 0, 1, TimeUnit.MILLISECONDS)));
        return scheduled;
    }

    private void log(int lines) {
        for (int i = 0; i < lines; i++) {
            events.messageDropped(
                    ClientMessageType.COMMAND_RESULTS, "device_windows_001", "s1", "no such round runs on this device");
        }
        logged.addAndGet(lines);
    }

    /** The 99th percentile of heartbeats over the time of a stall. */
    private static Duration heartbeats(TestServer server) {
        try (Neighbour neighbour = Neighbour.of(server)) {
            long end = System.nanoTime() + STALL.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            Duration quantile = neighbour.quantile(0.99);
            neighbour.close();
            Eventually.that("the neighbour is gone", () -> !server.knows("neighbour"));
            return quantile;
        }
    }
}
