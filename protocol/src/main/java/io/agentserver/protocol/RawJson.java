package io.agentserver.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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

    /** The bytes when there are no segments. */
    private final byte[] array;

    private final int offset;
    private final int length;
    /** Two or more values without segments of their own whose bytes follow one another, or null. */
    private final RawJson @Nullable [] segments;

    private RawJson(byte[] array, int offset, int length, RawJson @Nullable [] segments) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.segments = segments;
    }

    /** Bytes that are known to be JSON, copied. */
    static RawJson copy(byte[] array, int offset, int length) {
        return new RawJson(Arrays.copyOfRange(array, offset, offset + length), 0, length, null);
    }

    /**
     * Bytes that are known to be JSON and that nobody will change: a view of them if they make up at least half of the
     * array, otherwise a copy, so that a small value never keeps a large array alive.
     */
    static RawJson slice(byte[] array, int offset, int length) {
        return 2L * length >= array.length ? new RawJson(array, offset, length, null) : copy(array, offset, length);
    }

    /** Those values without segments one behind the other, which together are JSON. */
    static RawJson rope(List<RawJson> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int length = 0;
        for (RawJson leaf : leaves) {
            length = Math.addExact(length, leaf.length);
        }
        return new RawJson(NO_BYTES, 0, length, leaves.toArray(RawJson[]::new));
    }

    /**
     * That JSON, without the white space around it.
     *
     * @throws IllegalArgumentException when it is not exactly one JSON value
     */
    public static RawJson of(String json) {
        Objects.requireNonNull(json, "json");
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return of(bytes);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("json: holds half a surrogate pair (expected: Unicode text)", e);
        }
    }

    /**
     * That JSON, without the white space around it. The bytes are copied.
     *
     * @throws IllegalArgumentException when it is not exactly one JSON value in UTF-8
     */
    public static RawJson of(byte[] utf8) {
        JsonReader in = new JsonReader();
        in.reset(utf8, 0, utf8.length, false, AipLimits.NONE);
        try {
            in.skipValue();
            in.finish();
        } catch (JsonFault fault) {
            throw new IllegalArgumentException("json: " + fault.text() + " (expected: one JSON value)", fault);
        }
        return in.value(in.token(), in.tokenStart(), in.tokenEnd());
    }

    /** A JSON string with that text. */
    public static RawJson ofString(String text) {
        JsonWriter out = new JsonWriter();
        out.string(text);
        return out.finish();
    }

    /** A JSON array of those values. Large ones are shared, not copied. */
    public static RawJson array(List<RawJson> elements) {
        JsonWriter out = new JsonWriter();
        char before = '[';
        for (RawJson element : elements) {
            out.raw(before);
            out.value(element);
            before = ',';
        }
        return close(out, before, '[', ']');
    }

    /** A JSON object of those members, in the map's order. Large values are shared, not copied. */
    public static RawJson object(Map<String, RawJson> members) {
        JsonWriter out = new JsonWriter();
        char before = '{';
        for (Map.Entry<String, RawJson> member : members.entrySet()) {
            out.raw(before);
            out.string(member.getKey());
            out.raw(':');
            out.value(member.getValue());
            before = ',';
        }
        return close(out, before, '{', '}');
    }

    private static RawJson close(JsonWriter out, char before, char opening, char closing) {
        if (before == opening) {
            out.raw(opening);
        }
        out.raw(closing);
        return out.finish();
    }

    /** How many bytes it is written in. */
    public int lengthBytes() {
        return length;
    }

    /** Hands all bytes to the visitor, in order and without copying. */
    public void forEachSegment(SegmentVisitor visitor) {
        forEachLeaf(leaf -> visitor.segment(leaf.array, leaf.offset, leaf.length));
    }

    /** Hands over the segments as values of their own; a value without segments is its own only one. */
    void forEachLeaf(Consumer<RawJson> visitor) {
        if (segments == null) {
            visitor.accept(this);
            return;
        }
        for (RawJson segment : segments) {
            visitor.accept(segment);
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
        RawJson first = segments == null ? this : segments[0];
        return switch (first.array[first.offset]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** Whether it is JSON {@code null}. */
    public boolean isNull() {
        return kind() == Kind.NULL;
    }

    /** The text when it is a string, else null. */
    public @Nullable String stringValue() {
        if (kind() != Kind.STRING) {
            return null;
        }
        JsonReader in = reader();
        in.skipValue();
        return in.text(in.token(), in.tokenStart(), in.tokenEnd());
    }

    /**
     * The value of that member when it is an object that has one, else null; the last one of several. Looks at every
     * member, and copies all bytes first when they lie in several segments: not meant for large values.
     */
    public @Nullable RawJson member(String name) {
        if (kind() != Kind.OBJECT) {
            return null;
        }
        JsonReader in = reader();
        RawJson value = null;
        in.enterObject();
        for (boolean first = true; in.nextMember(first); first = false) {
            boolean found = in.text(in.token(), in.tokenStart(), in.tokenEnd()).equals(name);
            in.skipValue();
            if (found) {
                value = in.value(in.token(), in.tokenStart(), in.tokenEnd());
            }
        }
        return value;
    }

    private JsonReader reader() {
        JsonReader in = new JsonReader();
        if (segments == null) {
            in.reset(array, offset, length, true, AipLimits.NONE);
        } else {
            in.reset(toByteArray(), 0, length, true, AipLimits.NONE);
        }
        return in;
    }

    /** A part of a value without segments that is JSON by itself. */
    RawJson part(int from, int partLength) {
        return slice(array, offset + from, partLength);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RawJson that && length == that.length && sameBytes(that));
    }

    /** Walks both in step, as their segments may differ where their bytes do not. */
    private boolean sameBytes(RawJson that) {
        RawJson[] mine = leaves();
        RawJson[] theirs = that.leaves();
        int mineIndex = 0;
        int mineAt = 0;
        int theirsIndex = 0;
        int theirsAt = 0;
        while (mineIndex < mine.length) {
            RawJson a = mine[mineIndex];
            RawJson b = theirs[theirsIndex];
            int common = Math.min(a.length - mineAt, b.length - theirsAt);
            int aFrom = a.offset + mineAt;
            int bFrom = b.offset + theirsAt;
            if (!Arrays.equals(a.array, aFrom, aFrom + common, b.array, bFrom, bFrom + common)) {
                return false;
            }
            mineAt += common;
            theirsAt += common;
            if (mineAt == a.length) {
                mineIndex++;
                mineAt = 0;
            }
            if (theirsAt == b.length) {
                theirsIndex++;
                theirsAt = 0;
            }
        }
        return true;
    }

    private RawJson[] leaves() {
        return segments == null ? new RawJson[] {this} : segments;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (RawJson leaf : leaves()) {
            for (int i = leaf.offset; i < leaf.offset + leaf.length; i++) {
                hash = 31 * hash + leaf.array[i];
            }
        }
        return hash;
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(segments == null ? array : toByteArray(), offset, length, StandardCharsets.UTF_8);
    }
}
