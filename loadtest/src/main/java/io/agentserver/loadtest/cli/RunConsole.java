package io.agentserver.loadtest.cli;

import io.agentserver.loadtest.engine.RunListener;
import io.agentserver.loadtest.report.LiveLine;
import io.agentserver.loadtest.report.ReportFolder;
import io.agentserver.loadtest.stats.Second;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Shows a run while it goes on and keeps its intervals. */
final class RunConsole implements RunListener {

    private static final long CONNECTING_EVERY_NANOS = 1_000_000_000L;

    private final Terminal terminal;
    private final @Nullable ReportFolder folder;
    private final Duration ramp;
    private final Duration warmUp;
    private final Duration duration;
    private final LiveLine live;
    private long connectingShown;
    private long drainingShown;

    RunConsole(Terminal terminal, @Nullable ReportFolder folder, Duration ramp, Duration warmUp, Duration duration) {
        this.terminal = terminal;
        this.folder = folder;
        this.ramp = ramp;
        this.warmUp = warmUp;
        this.duration = duration;
        this.live = new LiveLine(terminal.out(), terminal.isTerminal(), ramp, warmUp, duration);
    }

    @Override
    public void rehearse(Consumer<RunListener> rehearsal) {
        PrintWriter nobody = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Terminal unseen = new Terminal(nobody, nobody, terminal.isTerminal());
        try (ReportFolder draft = folder == null ? null : folder.draft()) {
            rehearsal.accept(new RunConsole(unseen, draft, ramp, warmUp, duration));
        }
    }

    @Override
    public void connecting(int connected, int wanted) {
        long now = System.nanoTime();
        if (connected == wanted || now - connectingShown > CONNECTING_EVERY_NANOS) {
            connectingShown = now;
            terminal.out().println("connected " + connected + " of " + wanted);
            terminal.out().flush();
        }
    }

    @Override
    public void second(Second second) {
        live.second(second);
    }

    @Override
    public void interval(String request, Instant from, Instant to, Histogram times) {
        if (folder != null) {
            folder.interval(request, from, to, times);
        }
    }

    @Override
    public void draining(int waiting, Duration left) {
        long now = System.nanoTime();
        if (now - drainingShown > CONNECTING_EVERY_NANOS) {
            drainingShown = now;
            live.draining(waiting, left);
        }
    }

    void end() {
        live.end();
    }
}
