package io.agentserver.server.cli.log;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file line by line in constant memory, compressed or not; what its first bytes say counts, not its name. Of a line that is
 * longer than any log line only the beginning is given. Used by one thread.
 */
final class LineReader implements Closeable {

    static final int LONGEST = 1_024 * 1_024;

    private static final int CHUNK = 64 * 1_024;
    private static final int[] GZIP = {0x1f, 0x8b};

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private int chunkStart;
    private int chunkEnd;
    private byte[] line = new byte[4_096];
    private int length;

    LineReader(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        try {
            raw.mark(GZIP.length);
            boolean compressed = raw.read() == GZIP[0] && raw.read() == GZIP[1];
            raw.reset();
            in = compressed ? new GZIPInputStream(raw, CHUNK) : raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        boolean any = false;
        while (chunkStart < chunkEnd || fill()) {
            any = true;
            int end = chunkStart;
            while (end < chunkEnd && chunk[end] != '\n') {
                end++;
            }
            keep(chunkStart, end);
            boolean whole = end < chunkEnd;
            chunkStart = whole ? end + 1 : end;
            if (whole) {
                return true;
            }
        }
        return any;
    }

    /** The bytes of the line, {@link #length()} of them, without its end; until the next call. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        chunkStart = 0;
        chunkEnd = Math.max(0, in.read(chunk, 0, chunk.length));
        return chunkEnd > 0;
    }

    private void keep(int start, int end) {
        int count = Math.min(end - start, LONGEST - length);
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
        System.arraycopy(chunk, start, line, length, count);
        length += count;
    }
}
