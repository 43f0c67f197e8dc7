package io.agentserver.loadtest.net;

import java.util.Arrays;

/** A growing array of bytes that can be used again. */
final class ByteSink {

    private byte[] array = new byte[512];
    private int size;

    void reset() {
        size = 0;
    }

    /** Makes room for that many bytes and says where they go in {@link #array()}. */
    int extend(int more) {
        int at = size;
        int needed = Math.addExact(size, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, Math.min(array.length * 2, 1 << 30)));
        }
        size = needed;
        return at;
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    byte[] copy() {
        return Arrays.copyOf(array, size);
    }
}
