package io.agentserver.server.cli.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a log says in numbers (contract 5.7), gathered line by line as the script of the seed does it; unlike the script it
 * survives lines that lack something. Used by one thread.
 */
final class LogReport {

    private static final int SHOWN_CHARACTERS = 50;
    private static final int HOURS = 24;
    private static final byte[] ERROR = {'E', 'R', 'R', 'O', 'R'};
    private static final byte[] WARNING = {'W', 'A', 'R', 'N', 'I', 'N', 'G'};

    private final LogEntryReader entryReader = new LogEntryReader();
    private final List<Path> files = new ArrayList<>();
    private final TopCounts levels = new TopCounts();
    private final TopCounts modules = new TopCounts();
    private final TopCounts errors = new TopCounts();
    private final TopCounts clients = new TopCounts();
    private final long[] hours = new long[HOURS];
    private static final Logger LOG = LoggerFactory.getLogger(LogReport.class);

    private long lines;
    private long linesNamingErrors;
    private long entries;
    private long completed;
    private long failed;
    private long cancelled;

    /**
     * Adds everything in files, compressed or not, in that order. They are opened first, so that a rotation meanwhile moves
     * no line out of sight; one that is gone by then was too old anyway.
     */
    void read(List<Path> paths) throws IOException {
        Map<Path, LineReader> readers = new LinkedHashMap<>();
        try {
            for (Path path : paths) {
                open(path, readers);
            }
            for (Map.Entry<Path, LineReader> file : readers.entrySet()) {
                files.add(file.getKey());
                addAll(file.getValue());
            }
        } finally {
            for (LineReader reader : readers.values()) {
                reader.close();
            }
        }
    }

    private static void open(Path path, Map<Path, LineReader> readers) throws IOException {
        try {
            readers.put(path, new LineReader(path));
        } catch (NoSuchFileException e) {
            // Deleted since it was listed.
        } catch (EOFException | ZipException torn) {
            LOG.warn("{} is torn and left out: {}", path, torn.toString());
        }
    }

    private void addAll(LineReader reader) throws IOException {
        try {
            while (reader.next()) {
                add(reader.bytes(), reader.length());
            }
        } catch (EOFException | ZipException torn) {
            LOG.warn("A compressed log file is torn; what stood before that counts: {}", torn.toString());
        }
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    long lines() {
        return lines;
    }

    /** Lines that hold one JSON object and nothing else. */
    long entries() {
        return entries;
    }

    TopCounts levels() {
        return levels;
    }

    TopCounts modules() {
        return modules;
    }

    /** The beginnings of what was said at level ERROR or WARNING. */
    TopCounts errors() {
        return errors;
    }

    TopCounts clients() {
        return clients;
    }

    /** Entries in an hour of the day, as its timestamps have it. */
    long inHour(int hour) {
        return hours[hour];
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }

    long cancelled() {
        return cancelled;
    }

    /** Lines holding ERROR or WARNING of all lines, of a log in any form (contract M-69). */
    double plainErrorRate() {
        return lines == 0 ? 0 : (double) linesNamingErrors / lines;
    }

    long linesNamingErrors() {
        return linesNamingErrors;
    }

    /** Entries of level ERROR or CRITICAL of all entries (contract M-89). */
    double errorRate() {
        return entries == 0 ? 0 : (double) (levels.get("ERROR") + levels.get("CRITICAL")) / entries;
    }

    /** Tasks that did not complete of all that ended (contract M-92). */
    double taskFailureRate() {
        long unsuccessful = failed + cancelled;
        return unsuccessful == 0 ? 0 : (double) unsuccessful / (completed + unsuccessful);
    }

    boolean isExact() {
        return modules.isExact() && errors.isExact() && clients.isExact() && levels.isExact();
    }

    private void add(byte[] line, int length) {
        lines++;
        if (contains(line, length, ERROR) || contains(line, length, WARNING)) {
            linesNamingErrors++;
        }
        LogEntry entry = entryReader.read(line, length);
        if (entry != null) {
            add(entry);
        }
    }

    private void add(LogEntry entry) {
        entries++;
        count(levels, entry.level());
        count(modules, entry.module());
        count(clients, entry.clientId());
        if (entry.hour() >= 0) {
            hours[entry.hour()]++;
        }
        String message = entry.message();
        if (message == null) {
            return;
        }
        if ("ERROR".equals(entry.level()) || "WARNING".equals(entry.level())) {
            errors.add(beginning(message));
        }
        if (message.contains("Task completed")) {
            completed++;
        } else if (message.contains("Task failed")) {
            failed++;
        } else if (message.contains("Task cancelled")) {
            cancelled++;
        }
    }

    private static void count(TopCounts counts, @Nullable String name) {
        if (name != null) {
            counts.add(name);
        }
    }

    private static String beginning(String message) {
        return message.codePointCount(0, message.length()) <= SHOWN_CHARACTERS
                ? message
                : message.substring(0, message.offsetByCodePoints(0, SHOWN_CHARACTERS));
    }

    private static boolean contains(byte[] line, int length, byte[] word) {
        for (int i = 0; i <= length - word.length; i++) {
            int k = 0;
            while (k < word.length && line[i + k] == word[k]) {
                k++;
            }
            if (k == word.length) {
                return true;
            }
        }
        return false;
    }
}
