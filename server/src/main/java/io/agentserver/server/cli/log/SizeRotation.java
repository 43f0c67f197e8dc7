package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Rotates at a size, as Python's {@code RotatingFileHandler} does: {@code .1} is the newest backup, and only so many are kept. A
 * limit of age holds beside it (contract M-64): a backup goes when its last line is too old. So that a file which grows slowly
 * does not outlive the limit, it is rotated by age, too, as often as makes full use of both limits.
 */
final class SizeRotation implements Rotation {

    private final long maxBytes;
    private final int backups;
    private final Duration maxAge;

    SizeRotation(long maxBytes, int backups, Duration maxAge) {
        this.maxBytes = maxBytes;
        this.backups = backups;
        this.maxAge = maxAge;
    }

    @Override
    public boolean due(long bytes, int more, Instant begun, Instant now) {
        return bytes + more >= maxBytes || !now.isBefore(begun.plus(maxAge.dividedBy(backups)));
    }

    @Override
    public void rotate(Path file, Instant begun) throws IOException {
        int free = 1;
        while (free <= backups && exists(file, free)) {
            free++;
        }
        if (free > backups) {
            delete(file, backups);
            free = backups;
        }
        for (int number = free - 1; number > 0; number--) {
            move(file, number);
        }
        Files.move(file, numbered(file, 1, ""), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean prune(Path file, Instant now) throws IOException {
        for (Backup backup : Backup.of(file)) {
            if (backup.number() > backups || backup.number() > 0 && isOld(backup.path(), now)) {
                Files.deleteIfExists(backup.path());
            }
        }
        return true;
    }

    private boolean isOld(Path path, Instant now) throws IOException {
        return Files.exists(path) && Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(maxAge));
    }

    private static boolean exists(Path file, int number) {
        return Files.exists(numbered(file, number, "")) || Files.exists(numbered(file, number, Backup.COMPRESSED));
    }

    private static void delete(Path file, int number) throws IOException {
        Files.deleteIfExists(numbered(file, number, ""));
        Files.deleteIfExists(numbered(file, number, Backup.COMPRESSED));
    }

    private static void move(Path file, int number) throws IOException {
        for (String end : new String[] {"", Backup.COMPRESSED}) {
            Path from = numbered(file, number, end);
            if (Files.exists(from)) {
                Files.move(from, numbered(file, number + 1, end), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path numbered(Path file, int number, String end) {
        return file.resolveSibling(file.getFileName() + "." + number + end);
    }
}
