package io.agentserver.loadtest.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * One {@code .hlog} file, in HdrHistogram's own log format: written as {@code .hlog.part} while the run goes on, given its
 * name at the end. The first fault is kept and thrown at the end; after it nothing more is written.
 */
final class HistogramLog {

    private static final double MICROS_PER_MILLI = 1000;

    private final Path file;
    private final Path part;
    private final Output output;
    private final HistogramLogWriter writer;
    private final long base;

    private HistogramLog(Path file, Path part, Output output, long base) {
        this.file = file;
        this.part = part;
        this.output = output;
        this.base = base;
        writer = new HistogramLogWriter(output);
    }

    static HistogramLog open(Path file, Instant began) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Output output = new Output(new BufferedOutputStream(Files.newOutputStream(part)));
        HistogramLog log = new HistogramLog(file, part, output, began.toEpochMilli());
        log.writer.outputComment(
                "[Microseconds from the planned start; the third column is the largest, in milliseconds]");
        log.writer.outputLogFormatVersion();
        log.writer.outputBaseTime(log.base);
        log.writer.setBaseTime(log.base);
        log.writer.outputStartTime(log.base);
        log.writer.outputLegend();
        return log;
    }

    void interval(Instant from, Instant to, Histogram interval) {
        if (output.fault == null) {
            writer.outputIntervalHistogram(
                    (from.toEpochMilli() - base) / 1000.0,
                    (to.toEpochMilli() - base) / 1000.0,
                    interval,
                    MICROS_PER_MILLI);
        }
    }

    /** Gives the file its name. */
    void finish() throws IOException {
        writer.close();
        if (output.fault != null) {
            Files.deleteIfExists(part);
            throw output.fault;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was begun. */
    void discard() {
        writer.close();
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It stays behind under a name that no report uses.
        }
    }

    /** HistogramLogWriter prints, and printing swallows faults: this remembers the first. */
    private static final class Output extends OutputStream {

        private final OutputStream target;
        private @Nullable IOException fault;

        Output(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            attempt(() -> target.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            attempt(target::flush);
        }

        @Override
        public void close() throws IOException {
            attempt(target::close);
        }

        private void attempt(Attempt attempt) throws IOException {
            try {
                attempt.run();
            } catch (IOException e) {
                if (fault == null) {
                    fault = e;
                }
                throw e;
            }
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }
}
