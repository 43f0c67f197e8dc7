package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the report of each month for a year after its days are gone (contract M-62): {@code ufo_server_monthly.2026-10.json} is
 * what {@code logs report --json} says of the daily files of that month. Written on the first of the next month, or when the
 * server next runs.
 */
final class MonthlySummary {

    private static final int MONTHS = 12;
    private static final String START = "ufo_server_monthly.";
    private static final String END = ".json";
    private static final Logger LOG = LoggerFactory.getLogger(MonthlySummary.class);

    private enum Work {
        IDLE,
        READING,
        FAILED
    }

    private final Path dailyFile;
    private final Executor executor;
    private final AtomicReference<Work> work = new AtomicReference<>(Work.IDLE);

    /** @param executor where a month is read, which may take minutes */
    MonthlySummary(Path dailyFile, Executor executor) {
        this.dailyFile = dailyFile;
        this.executor = executor;
    }

    /**
     * Sees to it that the last month has its summary. Returns whether the files of its days are still being read; if that
     * fails, it is tried again at another call.
     */
    boolean isReading(LocalDate today) throws IOException {
        if (work.compareAndSet(Work.FAILED, Work.IDLE)) {
            return false; // A full disk must not keep old files from being deleted.
        }
        YearMonth month = YearMonth.from(today).minusMonths(1);
        if (work.get() == Work.IDLE && Files.notExists(summaryOf(month))) {
            List<Path> days = daysOf(month);
            if (!days.isEmpty()) {
                work.set(Work.READING);
                try {
                    executor.execute(() -> write(month, days));
                } catch (RuntimeException | Error e) {
                    work.set(Work.FAILED);
                    throw e;
                }
            }
        }
        return work.get() == Work.READING;
    }

    private void write(YearMonth month, List<Path> days) {
        try {
            LogReport report = new LogReport();
            report.read(days);
            Path summary = summaryOf(month);
            Path unfinished = summary.resolveSibling(summary.getFileName() + ".tmp");
            Files.write(unfinished, ReportJson.of(report).getBytes(StandardCharsets.UTF_8));
            Files.move(unfinished, summary, StandardCopyOption.REPLACE_EXISTING);
            deleteOld();
            work.set(Work.IDLE);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The log summary of {} cannot be written: {}; it is tried again", month, e.toString());
            work.set(Work.FAILED);
        }
    }

    private List<Path> daysOf(YearMonth month) throws IOException {
        return Backup.of(dailyFile).stream()
                .filter(backup ->
                        backup.day() != null && YearMonth.from(backup.day()).equals(month))
                .map(Backup::path)
                .toList();
    }

    private Path summaryOf(YearMonth month) {
        return dailyFile.resolveSibling(START + month + END);
    }

    private void deleteOld() throws IOException {
        Path folder = dailyFile.toAbsolutePath().getParent();
        List<Path> summaries;
        try (Stream<Path> files = Files.list(folder)) {
            summaries = files.filter(MonthlySummary::isSummary).sorted().toList();
        }
        for (Path old : summaries.subList(0, Math.max(0, summaries.size() - MONTHS))) {
            Files.deleteIfExists(old);
        }
    }

    private static boolean isSummary(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(START) && name.endsWith(END);
    }
}
