package io.agentserver.server.cli.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log file that is rotated. It is appended to, so that a restart goes on where the last run ended; when somebody moves or
 * deletes it, a new one is begun. Anything but a regular file, such as a FIFO, is only written to.
 */
final class LogFile implements LineSink {

    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration ROTATE_AGAIN = Duration.ofMinutes(1);
    private static final int FIRST_TIMESTAMP_BYTES = 64;
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path path;
    private final Rotation rotation;
    private final Clock clock;
    private final LineBuffer buffer = new LineBuffer();

    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private boolean regular;
    private long bytes;
    private Instant begun = Instant.MAX;
    private Instant lastLine = Instant.MIN;
    private Instant nextPruning = Instant.MIN;
    private Instant nextRotation = Instant.MIN;

    /** @param clock tells when a day or an age is over */
    LogFile(Path path, Rotation rotation, Clock clock) {
        this.path = path;
        this.rotation = rotation;
        this.clock = clock;
    }

    @Override
    public void append(byte[] line) throws IOException {
        if (!buffer.takes(line.length)) {
            flush();
        }
        open();
        Instant now = clock.instant();
        rotateIfDue(line.length, now);
        if (isEmpty()) {
            begun = now;
        }
        lastLine = now;
        buffer.add(line);
    }

    @Override
    public void flush() throws IOException {
        while (!buffer.isEmpty()) {
            FileChannel to = open();
            bytes += buffer.writeTo(to);
        }
    }

    @Override
    public void upkeep() throws IOException {
        if (channel != null && !Objects.equals(key, keyAt(path))) {
            close();
        }
        open();
        Instant now = clock.instant();
        rotateIfDue(0, now);
        if (regular && !now.isBefore(nextPruning)) {
            prune(now);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Every byte of it has been written or is still in the buffer.
        }
        channel = null;
    }

    /** What cannot be deleted does not keep lines from being written. */
    private void prune(Instant now) {
        nextPruning = now.plus(PRUNE_EVERY);
        try {
            if (!rotation.prune(path, now)) {
                nextPruning = now;
            }
        } catch (IOException e) {
            LOG.warn("Old backups of {} cannot be deleted: {}; it is tried again every hour", path, e.toString());
        }
    }

    private void rotateIfDue(int more, Instant now) throws IOException {
        if (!regular
                || isEmpty()
                || now.isBefore(nextRotation)
                || !rotation.due(bytes + buffer.size(), more, begun, now)) {
            return;
        }
        flush();
        close();
        try {
            rotate();
        } catch (IOException e) {
            // Such as a file that is mounted by itself: lines in a file that is too large are better than none.
            nextRotation = now.plus(ROTATE_AGAIN);
            LOG.warn("{} cannot be rotated: {}; it grows, and it is tried again every minute", path, e.toString());
        }
        open();
    }

    private void rotate() throws IOException {
        if (!lastLine.equals(Instant.MIN)) {
            // By this clock; a backup's age is counted from it.
            Files.setLastModifiedTime(path, FileTime.from(lastLine));
        }
        rotation.rotate(path, begun);
        lastLine = Instant.MIN;
        nextPruning = Instant.MIN;
    }

    private boolean isEmpty() {
        return bytes + buffer.size() == 0;
    }

    private FileChannel open() throws IOException {
        FileChannel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try {
            describe(opened);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        return opened;
    }

    /** Finds out what the file holds already. */
    private void describe(FileChannel opened) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!Objects.equals(key, attributes.fileKey())) {
            buffer.dropRestOfLine();
        }
        regular = attributes.isRegularFile();
        bytes = regular ? attributes.size() : 0;
        if (bytes > 0) {
            begun = firstTimestamp(attributes);
            bytes += endTornLine(opened);
        } else if (!buffer.isEmpty()) {
            begun = clock.instant();
        }
        key = attributes.fileKey();
    }

    private Instant firstTimestamp(BasicFileAttributes attributes) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(FIRST_TIMESTAMP_BYTES);
        }
        String[] parts = new String(start, StandardCharsets.ISO_8859_1).split("\"", 5);
        try {
            return LocalDateTime.parse(parts.length == 5 ? parts[3] : "").toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return attributes.lastModifiedTime().toInstant(); // Not begun by us.
        }
    }

    /** Ends a line that a crash has torn, so that the next one stands alone; returns how many bytes that took. */
    private int endTornLine(FileChannel opened) throws IOException {
        if (buffer.isAmidLine()) {
            return 0; // The same file was opened again, and its line goes on in the buffer.
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
            if (reading.read(last, bytes - 1) != 1 || last.get(0) == '\n') {
                return 0;
            }
        }
        return opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }

    private static @Nullable Object keyAt(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
