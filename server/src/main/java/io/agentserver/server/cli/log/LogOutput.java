package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place where lines go, with a queue and a thread of its own: a disk or a reader that stands still holds up this thread,
 * and neither whoever logs nor another output. What the queue cannot take is dropped, counted, and told as soon as there is
 * room. A failure is told once, and tried to mend at growing intervals.
 */
final class LogOutput {

    /** Each output's, in memory; about six thousand lines. */
    private static final long QUEUE_BYTES = 8L * 1_024 * 1_024;

    private static final int BATCH = 256;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** With nothing to do, upkeep is still due: a day ends without a line, too. */
    private static final long IDLE = 10 * SECOND;

    /** After a batch, to collect the next one instead of waking up for each line; cut short when the queue fills. */
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long LONGEST_BACK_OFF = 30 * SECOND;
    private static final long TELL_EVERY = 10 * SECOND;

    private static final Logger LOG = LoggerFactory.getLogger(LogOutput.class);

    private final String label;
    private final String name;
    private final PythonLevel least;
    private final LineFormat format;
    private final LineSink sink;
    private final LineQueue queue = new LineQueue(QUEUE_BYTES);
    private final Losses losses = new Losses();
    private final Thread thread;

    private volatile boolean idle;
    private volatile boolean lingering;
    private volatile boolean closing;

    // Of the thread.
    private byte @Nullable [] pending;
    private final int[] unflushed = new int[PythonLevel.values().length];
    private long backOff;
    private long nextTry = Long.MIN_VALUE;
    private long nextUpkeep = Long.MIN_VALUE;
    private long nextTelling = Long.MIN_VALUE;

    /**
     * @param label its name in metrics
     * @param name what to call it when something is told about it
     * @param least the least level it takes
     */
    LogOutput(String label, String name, PythonLevel least, LineFormat format, LineSink sink) {
        this.label = label;
        this.name = name;
        this.least = least;
        this.format = format;
        this.sink = sink;
        this.thread = new Thread(this::run, "agent-server-log-" + label);
        thread.setDaemon(true); // It may stand still for ever; the process must be able to end.
    }

    void start() {
        thread.start();
    }

    /** Whether it takes lines of a level. */
    boolean wants(PythonLevel level) {
        return least.includes(level);
    }

    /** Takes a line or counts it as lost. Any thread; never waits. */
    void offer(LogLine line) {
        if (closing) {
            return; // The process ends; there is nobody left to tell.
        }
        if (!queue.offer(line)) {
            losses.count(line.level());
        } else if (idle || lingering && !queue.hasRoom()) {
            idle = false;
            lingering = false;
            LockSupport.unpark(thread);
        }
    }

    /** From now on it takes no more lines, and ends when those taken are written or cannot be. */
    void beginClosing() {
        closing = true;
        LockSupport.unpark(thread);
    }

    /** Waits at most that long for the end, and counts what is then still waiting as lost. */
    void awaitClosed(long nanos) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (LogLine line = queue.poll(); line != null; line = queue.poll()) {
            losses.count(line.level());
        }
    }

    /** Counts what is lost, by level. */
    void bindTo(MeterRegistry registry) {
        for (PythonLevel level : PythonLevel.values()) {
            if (wants(level)) {
                FunctionCounter.builder("agent.server.log.lines.dropped", losses, counts -> counts.total(level))
                        .tag("output", label)
                        .tag("level", level.name())
                        .description("log lines that an output could not take")
                        .register(registry);
            }
        }
    }

    /** Says what was lost, if anything was and it has not been said. */
    void tellLosses() {
        Losses.Account account = losses.untold();
        if (account == null) {
            return;
        }
        String text = account.text() + ": " + name + " did not take them in time";
        if (PythonLevel.ERROR.includes(account.worst())) {
            LOG.error(text);
        } else {
            LOG.warn(text);
        }
    }

    private void run() {
        while (!closing) {
            pause(step(System.nanoTime()));
        }
        nextTry = Long.MIN_VALUE;
        long more;
        do {
            more = step(System.nanoTime());
        } while (more <= LINGER && !queue.isEmpty());
        sink.close();
        losses.countAll(unflushed);
    }

    private void pause(long nanos) {
        if (nanos == IDLE) {
            idle = true;
            if (queue.isEmpty() && !closing) {
                LockSupport.parkNanos(this, nanos);
            }
            idle = false;
        } else if (nanos == LINGER) {
            lingering = true;
            LockSupport.parkNanos(this, nanos);
            lingering = false;
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Does what there is to do, and returns after how many nanoseconds there may be more. */
    long step(long now) {
        if (now < nextTry) {
            return nextTry - now;
        }
        try {
            if (now >= nextUpkeep) {
                sink.upkeep();
                nextUpkeep = now + SECOND;
            }
            int lines = writeBatch();
            worksAgain();
            if (now >= nextTelling && queue.hasRoom()) {
                tellLosses();
                nextTelling = now + TELL_EVERY;
            }
            return lines == 0 ? IDLE : lines < BATCH ? LINGER : 0;
        } catch (IOException | RuntimeException | Error e) {
            // Out of memory passes, too; the output has to outlive it.
            return failed(e, now);
        }
    }

    private int writeBatch() throws IOException {
        int lines = 0;
        for (; lines < BATCH; lines++) {
            if (pending == null) {
                LogLine line = queue.poll();
                if (line == null) {
                    break;
                }
                pending = bytes(line);
                unflushed[line.level().ordinal()]++;
            }
            sink.append(pending);
            pending = null;
        }
        sink.flush();
        Arrays.fill(unflushed, 0);
        return lines;
    }

    /** An event holds what a caller gave; a value of it that cannot even be printed must not cost the other lines. */
    private byte[] bytes(LogLine line) {
        try {
            return format.line(line);
        } catch (RuntimeException e) {
            ILoggingEvent event = line.event();
            String text = "A log line of " + event.getLoggerName() + " cannot be written: " + e;
            LoggingEvent substitute = new LoggingEvent();
            substitute.setLoggerName(LOG.getName());
            substitute.setLevel(event.getLevel());
            substitute.setMessage(text);
            substitute.setInstant(event.getInstant());
            return format.line(substitute);
        }
    }

    private long failed(Throwable e, long now) {
        if (backOff == 0) {
            LOG.error(
                    "Log lines cannot be written to {}: {}; until they can, they wait, and are dropped and counted when too"
                            + " many wait",
                    name,
                    reason(e));
        }
        backOff = backOff == 0 ? SECOND : Math.min(2 * backOff, LONGEST_BACK_OFF);
        nextTry = now + backOff;
        return backOff;
    }

    private void worksAgain() {
        if (backOff > 0) {
            backOff = 0;
            LOG.warn("Log lines are written to {} again", name);
        }
    }

    private static String reason(Throwable e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? e.getClass().getSimpleName() + ": " + file.getMessage()
                : String.valueOf(e.getMessage());
    }
}
