package io.agentserver.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value, or an encoded message, as the UTF-8 bytes it is written in and never as a tree, so that a value of many
 * megabytes costs its bytes and nothing more. A composed value shares its large parts with the values it was made from
 * and is therefore a short list of segments. Immutable; equal when the bytes are equal.
 */
public final class RawJson {

    /** What a JSON value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Receives the bytes of a value piece by piece, in order. */
    @FunctionalInterface
    public interface SegmentVisitor {

        /** One piece. The array is the value's own: read it, never write to it. */
        void segment(byte[] array, int offset, int length);
    }

    private static final byte[] NO_BYTES = {};

    /** The bytes when {@link #segments} is null. */
    private final byte[] array;

    private final int offset;
    private final int length;
    private final RawJson @Nullable [] segments;

    private RawJson(byte[] array, int offset, int length, RawJson @Nullable [] segments) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.segments = segments;
    }

    /** A view on bytes that are known to be JSON and that nobody will change. */
    static RawJson view(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new RawJson(array, offset, length, null);
    }

    /** Those values one behind the other, each of a single segment. */
    static RawJson rope(List<RawJson> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int length = 0;
        for (RawJson part : parts) {
            length = Math.addExact(length, part.length);
        }
        return new RawJson(NO_BYTES, 0, length, parts.toArray(RawJson[]::new));
    }

    /**
     * That JSON, without the white space around it.
     *
     * @throws IllegalArgumentException when it is not exactly one JSON value
     */
    public static RawJson of(String json) {
        throw new UnsupportedOperationException();
    }

    /**
     * That JSON, without the white space around it. The bytes are copied.
     *
     * @throws IllegalArgumentException when it is not exactly one JSON value in UTF-8
     */
    public static RawJson of(byte[] utf8) {
        throw new UnsupportedOperationException();
    }

    /** A JSON string with that text. */
    public static RawJson ofString(String text) {
        throw new UnsupportedOperationException();
    }

    /** A JSON array of those values. Large ones are shared, not copied. */
    public static RawJson array(List<RawJson> elements) {
        throw new UnsupportedOperationException();
    }

    /** A JSON object of those members, in the map's order. Large values are shared, not copied. */
    public static RawJson object(Map<String, RawJson> members) {
        throw new UnsupportedOperationException();
    }

    /** How many bytes it is written in. */
    public int lengthBytes() {
        return length;
    }

    /** Hands all bytes to the visitor, in order and without copying. */
    public void forEachSegment(SegmentVisitor visitor) {
        if (segments == null) {
            visitor.segment(array, offset, length);
            return;
        }
        for (RawJson segment : segments) {
            visitor.segment(segment.array, segment.offset, segment.length);
        }
    }

    /** A copy of all bytes. */
    public byte[] toByteArray() {
        if (segments == null) {
            return Arrays.copyOfRange(array, offset, offset + length);
        }
        byte[] copy = new byte[length];
        int at = 0;
        for (RawJson segment : segments) {
            System.arraycopy(segment.array, segment.offset, copy, at, segment.length);
            at += segment.length;
        }
        return copy;
    }

    /** What it is. */
    public Kind kind() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is JSON {@code null}. */
    public boolean isNull() {
        return kind() == Kind.NULL;
    }

    /** The text when it is a string, else null. */
    public @Nullable String stringValue() {
        throw new UnsupportedOperationException();
    }

    /**
     * The value of that member when it is an object that has one, else null; the last one of several. A value composed
     * of several segments is copied for it.
     */
    public @Nullable RawJson member(String name) {
        throw new UnsupportedOperationException();
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return segments == null
                ? new String(array, offset, length, StandardCharsets.UTF_8)
                : new String(toByteArray(), StandardCharsets.UTF_8);
    }
}
