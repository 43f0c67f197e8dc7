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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.resources.LoopResources;

/**
 * 50,000 lines a second are logged on the event loops themselves while the log file is a FIFO that nobody reads. The
 * measurement is {@code -Dagentserver.log.rounds=9 -Dagentserver.log.measure=true}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no FIFOs")
class LogStallIT {

    private static final int LINES_PER_SECOND = 50_000;
    private static final Duration STALL = Duration.ofSeconds(5);

    /** Windows of that length, without a stall, that do not count: the server is still being compiled. */
    private static final int WARM_UP = 4;

    private static final int ROUNDS = Integer.getInteger("agentserver.log.rounds", 3);

    /** The target, judged where somebody asked for it, on a machine that does nothing else; elsewhere it is told. */
    private static final boolean MEASURING = Boolean.getBoolean("agentserver.log.measure");

    private static final double TARGET = 1.2;

    /** What a busy machine does to a quantile. An event loop that waited for the log would take up to five seconds. */
    private static final Duration BLUR = Duration.ofMillis(20);

    private static final Pattern DROPPED = Pattern.compile("log lines were dropped \\(DEBUG (\\d+)");

    /**
     * A time of heartbeats.
     *
     * @param p99 how long 99 % of the answers took at the most
     * @param lines how many lines were logged meanwhile
     */
    private record Window(Duration p99, long lines) {}

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
        List<Window> without = new ArrayList<>();
        List<Window> with = new ArrayList<>();
        Fifo fifo = Fifo.reading(path, this::arrived);
        LoggedFolder log = new LoggedFolder(folder.resolve("logs"), ConsoleForm.PRETTY);
        try (TestServer server =
                TestServer.of(AgentServer.create(TestServer.config()).loopResources(loops))) {
            List<Future<?>> volume = logOnEventLoops(loops);
            for (int window = 0; window < WARM_UP; window++) {
                heartbeats(server);
            }
            for (int round = 0; round < ROUNDS; round++) {
                without.add(heartbeats(server));
                fifo.stall();
                with.add(heartbeats(server));
                fifo.goOn();
                System.out.printf(
                        "heartbeats: %s, while the log stands still %s%n", without.get(round), with.get(round));
            }
            volume.forEach(each -> each.cancel(false));
            Eventually.that("the losses are told", () -> log.console().contains("log lines were dropped"));
        } finally {
            fifo.goOn();
            log.close();
            fifo.awaitEnd();
            loops.disposeLater().block(Duration.ofSeconds(30));
        }

        assertNobodyWasHeldUp(without, with);
        assertEveryLineIsAccountedFor(log.console());
    }

    /**
     * A fault shows in each of the stalls, so even the best of them is held against the worst time without one: a machine
     * that is busy with something else now and then does not make that worse.
     */
    private static void assertNobodyWasHeldUp(List<Window> without, List<Window> with) {
        Duration best = Collections.min(with, Comparator.comparing(Window::p99)).p99;
        Duration worst = Collections.max(without, Comparator.comparing(Window::p99)).p99;
        assertThat(best.minus(BLUR))
                .as("p99 of heartbeats: without a stall %s, with one %s", without, with)
                .isLessThan(Duration.ofNanos((long) (TARGET * worst.toNanos())));
        assertThat(median(with, Window::lines))
                .as("an event loop that waits does not log: without a stall %s, with one %s", without, with)
                .isGreaterThan(median(without, Window::lines) / 2);

        double ratio = median(with, window -> window.p99.toNanos()) / median(without, window -> window.p99.toNanos());
        System.out.printf("median p99 of heartbeats while the log stands still: %.2f of that without%n", ratio);
        if (MEASURING) {
            assertThat(ratio).isLessThanOrEqualTo(TARGET);
            assertThat(median(with, Window::lines)).isGreaterThan(0.9 * LINES_PER_SECOND * STALL.toSeconds());
        }
    }

    private static double median(List<Window> windows, ToLongFunction<Window> figure) {
        return windows.stream().mapToLong(figure).sorted().toArray()[windows.size() / 2];
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

    /** Heartbeats for as long as a stall takes. */
    private Window heartbeats(TestServer server) {
        long before = logged.get();
        try (Neighbour neighbour = Neighbour.of(server)) {
            long end = System.nanoTime() + STALL.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            Window window = new Window(neighbour.quantile(0.99), logged.get() - before);
            Eventually.that("the neighbour is gone", () -> !server.knows("neighbour"));
            return window;
        }
    }
}
