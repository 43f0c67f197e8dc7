package io.agentserver.server.cli.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * Rotates at midnight, as Python's {@code TimedRotatingFileHandler} does: a backup is named after the day whose lines it holds,
 * and so many days are kept. Before the first day of a month goes, the month is summed up.
 */
final class DailyRotation implements Rotation {

    private final int days;
    private final ZoneId zone;
    private final MonthlySummary summary;

    /** @param zone whose midnight it is */
    DailyRotation(int days, ZoneId zone, MonthlySummary summary) {
        this.days = days;
        this.zone = zone;
        this.summary = summary;
    }

    @Override
    public boolean due(long bytes, int more, Instant begun, Instant now) {
        return day(now).isAfter(day(begun));
    }

    @Override
    public void rotate(Path file, Instant begun) throws IOException {
        Path backup = file.resolveSibling(file.getFileName() + "." + day(begun));
        if (Files.notExists(backup)) {
            Files.move(file, backup);
            return;
        }
        // The clock was set back, or another server writes here: Python would lose what is there.
        try (OutputStream out = Files.newOutputStream(backup, StandardOpenOption.APPEND)) {
            Files.copy(file, out);
        }
        Files.delete(file);
    }

    @Override
    public boolean prune(Path file, Instant now) throws IOException {
        LocalDate today = day(now);
        if (summary.isReading(today)) {
            return false;
        }
        List<Backup> backups =
                Backup.of(file).stream().filter(backup -> backup.day() != null).toList();
        int tooMany = backups.size() - days;
        for (Backup backup : backups) {
            LocalDate day = backup.day();
            if (tooMany-- > 0 || day != null && day.isBefore(today.minusDays(days))) {
                Files.deleteIfExists(backup.path());
            }
        }
        return true;
    }

    private LocalDate day(Instant time) {
        return time.atZone(zone).toLocalDate();
    }
}
