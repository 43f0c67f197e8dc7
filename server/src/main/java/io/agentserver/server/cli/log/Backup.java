package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rotated file beside a log file, under the names Python gives (contract M-56): {@code .1}, the newest, {@code .2} and so on,
 * or {@code .2026-11-21}. Somebody may have compressed it, then {@code .gz} follows.
 *
 * @param number the number in its name; 0 when it has a date
 * @param day the date in its name; null when it has a number
 */
record Backup(Path path, int number, @Nullable LocalDate day) {

    static final String COMPRESSED = ".gz";

    /** Oldest first: dates upwards, then numbers downwards. */
    private static final Comparator<Backup> OLDEST_FIRST = Comparator.<Backup, LocalDate>comparing(
                    backup -> backup.day == null ? LocalDate.MAX : backup.day)
            .thenComparing(Comparator.comparingInt(Backup::number).reversed())
            .thenComparing(Backup::path);

    private static Path withoutCompressed(Path path) {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.substring(0, name.length() - COMPRESSED.length()));
    }

    /** Those of a log file, oldest first. */
    static List<Backup> of(Path file) throws IOException {
        Path name = file.getFileName();
        Path folder = file.toAbsolutePath().getParent();
        if (name == null || folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String start = name + ".";
        List<Backup> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(
                folder, path -> path.getFileName().toString().startsWith(start))) {
            for (Path path : paths) {
                Path sibling = file.resolveSibling(path.getFileName());
                String suffix = path.getFileName().toString().substring(start.length());
                Backup backup = parse(
                        sibling,
                        suffix.endsWith(COMPRESSED)
                                ? suffix.substring(0, suffix.length() - COMPRESSED.length())
                                : suffix);
                // While somebody compresses a file both are there; the compressed one is not whole yet.
                boolean beingCompressed = suffix.endsWith(COMPRESSED) && Files.exists(withoutCompressed(sibling));
                if (backup != null && !beingCompressed) {
                    found.add(backup);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(OLDEST_FIRST);
        return found;
    }

    private static @Nullable Backup parse(Path path, String suffix) {
        try {
            return suffix.indexOf('-') < 0
                    ? numbered(path, Integer.parseInt(suffix))
                    : new Backup(path, 0, LocalDate.parse(suffix));
        } catch (NumberFormatException | DateTimeParseException e) {
            return null; // Somebody else's file.
        }
    }

    private static @Nullable Backup numbered(Path path, int number) {
        return number > 0 ? new Backup(path, number, null) : null;
    }
}
