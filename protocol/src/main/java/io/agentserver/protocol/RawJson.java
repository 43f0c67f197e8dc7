package io.agentserver.protocol;

import java.util.Objects;

/**
 * One JSON value as the UTF-8 bytes it is written in, never as a tree, so that a value of many megabytes costs its bytes
 * and nothing more. Immutable; equal when the bytes are equal.
 */
public final class RawJson {

    private final byte[] array;
    private final int offset;
    private final int length;

    private RawJson(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A view on bytes that are known to be one JSON value and that nobody will change. */
    static RawJson view(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new RawJson(array, offset, length);
    }

    /** A JSON string with that text. */
    public static RawJson ofString(String text) {
        throw new UnsupportedOperationException("TODO " + text);
    }
}
