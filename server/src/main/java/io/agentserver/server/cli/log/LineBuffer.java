package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Whole lines on their way to a channel. After a failure it goes on at the byte where it stopped. Used by one thread. */
final class LineBuffer {

    private static final int CAPACITY = 64 * 1_024;

    private ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
    private boolean amidLine;

    /** Whether a line of that length may be added; an empty buffer takes any. */
    boolean takes(int length) {
        return isEmpty() || length <= bytes.remaining();
    }

    void add(byte[] line) {
        if (isEmpty() && bytes.capacity() != Math.max(CAPACITY, line.length)) {
            bytes = ByteBuffer.allocate(Math.max(CAPACITY, line.length));
        }
        bytes.put(line);
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    int size() {
        return bytes.position();
    }

    /** Writes what the channel takes at once, and returns how many bytes that was. */
    int writeTo(WritableByteChannel channel) throws IOException {
        bytes.flip();
        try {
            int written = channel.write(bytes);
            if (written > 0) {
                amidLine = bytes.get(bytes.position() - 1) != '\n';
            }
            return written;
        } finally {
            bytes.compact();
        }
    }

    /** Whether it goes on with a line of which the beginning is written. */
    boolean isAmidLine() {
        return amidLine;
    }

    /** Drops the rest of a line whose beginning was written somewhere else. */
    void dropRestOfLine() {
        if (!amidLine) {
            return;
        }
        amidLine = false;
        bytes.flip();
        while (bytes.hasRemaining() && bytes.get() != '\n') {
            // Up to its end, which is there: only whole lines are added.
        }
        bytes.compact();
    }
}
