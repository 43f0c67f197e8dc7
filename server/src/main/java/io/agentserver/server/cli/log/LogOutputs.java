package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * Hands each event to the outputs that want it: the console, and the three files of contract 5.5. Whoever logs never waits for
 * any of them.
 */
public final class LogOutputs extends UnsynchronizedAppenderBase<ILoggingEvent> implements MeterBinder {

    /** Its name among the appenders. */
    public static final String NAME = "agent-server";

    private static final int MEBI = 1_024 * 1_024;

    /** How long the end of the process may wait for a slow disk, and then for a slow console. */
    private static final Duration FILES_PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONSOLE_PATIENCE = Duration.ofSeconds(1);

    private final PythonLevel least;
    private final LogOutput console;
    private final List<LogOutput> files;

    LogOutputs(PythonLevel least, LogOutput console, List<LogOutput> files) {
        this.least = least;
        this.console = console;
        this.files = files;
        setName(NAME);
    }

    /** The console alone. */
    public static LogOutputs console(PythonLevel least, ConsoleForm form) {
        return new LogOutputs(
                least,
                new LogOutput("console", "the console", form.least(), form.format(), new ConsoleSink()),
                List.of());
    }

    /** The console and the files in a folder, which is made when it is not there. */
    public static LogOutputs consoleAndFiles(PythonLevel least, ConsoleForm form, Path folder) {
        LogOutput console = console(least, form).console;
        return new LogOutputs(least, console, files(folder, Clock.systemUTC(), ZoneId.systemDefault()));
    }

    static List<LogOutput> files(Path folder, Clock clock, ZoneId zone) {
        Path all = folder.resolve("ufo_server.log");
        Path daily = folder.resolve("ufo_server_daily.log");
        Path errors = folder.resolve("ufo_server_errors.log");
        MonthlySummary summary = new MonthlySummary(daily, LogOutputs::runAside);
        return List.of(
                file(all, PythonLevel.DEBUG, new SizeRotation(10 * MEBI, 5, Duration.ofDays(7)), clock),
                file(daily, PythonLevel.INFO, new DailyRotation(30, zone, summary), clock),
                file(errors, PythonLevel.ERROR, new SizeRotation(5 * MEBI, 10, Duration.ofDays(90)), clock));
    }

    @Override
    public void start() {
        super.start();
        console.start();
        files.forEach(LogOutput::start);
    }

    /** Writes what is waiting and ends the outputs, within a bounded time; what that loses is told while there is a console. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        closeAll(files, FILES_PATIENCE);
        files.forEach(LogOutput::tellLosses);
        closeAll(List.of(console), CONSOLE_PATIENCE);
        super.stop();
    }

    /** Registers {@code agent_server_log_lines_dropped_total} with the output and the level as labels. */
    @Override
    public void bindTo(MeterRegistry registry) {
        console.bindTo(registry);
        files.forEach(file -> file.bindTo(registry));
    }

    @Override
    protected void append(ILoggingEvent event) {
        LogLine line = new LogLine(event);
        if (!least.includes(line.level())) {
            return;
        }
        event.prepareForDeferredProcessing();
        offer(console, line);
        for (int i = 0; i < files.size(); i++) {
            offer(files.get(i), line);
        }
    }

    private static void offer(LogOutput output, LogLine line) {
        if (output.wants(line.level())) {
            output.offer(line);
        }
    }

    private static void closeAll(List<LogOutput> outputs, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        outputs.forEach(LogOutput::beginClosing);
        for (LogOutput output : outputs) {
            output.awaitClosed(end - System.nanoTime());
        }
    }

    private static LogOutput file(Path path, PythonLevel least, Rotation rotation, Clock clock) {
        return new LogOutput(
                String.valueOf(path.getFileName()),
                path.toString(),
                least,
                new JsonLine(),
                new LogFile(path, rotation, clock));
    }

    private static void runAside(Runnable work) {
        Thread thread = new Thread(work, "agent-server-log-summary");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }
}
