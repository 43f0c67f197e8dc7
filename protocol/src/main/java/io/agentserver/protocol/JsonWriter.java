package io.agentserver.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes compact JSON into a buffer it uses again. Large values are not copied: the text before them becomes one segment
 * and they become the next. For one thread at a time.
 */
final class JsonWriter {

    /** A segment of a value over this is shared. Under it a copy is cheaper than one more segment to send. */
    static final int SHARE_OVER_BYTES = 4096;

    private static final int START_BYTES = 512;
    private static final int BYTES_TO_KEEP = 64 * 1024;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] buffer = new byte[START_BYTES];
    private int size;
    private final List<RawJson> segments = new ArrayList<>();

    /** Forgets what a failed call may have left. */
    void begin() {
        size = 0;
        segments.clear();
    }

    /** Writes one ASCII character as it is. */
    void raw(char character) {
        reserve(1);
        buffer[size++] = (byte) character;
    }

    /** Writes bytes as they are. */
    void raw(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    void nullValue() {
        raw(NULL);
    }

    /** Writes a value, sharing its large segments. */
    void value(RawJson json) {
        json.forEachLeaf(leaf -> {
            if (leaf.lengthBytes() > SHARE_OVER_BYTES) {
                endSegment();
                segments.add(leaf);
            } else {
                leaf.forEachSegment(this::append);
            }
        });
    }

    /** Writes a JSON string. */
    void string(String text) {
        int length = text.length();
        reserve(length + 2);
        buffer[size++] = '"';
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit >= ' ' && unit < 0x80 && unit != '"' && unit != '\\') {
                buffer[size++] = (byte) unit;
                continue;
            }
            // Six bytes at most for this character, one for each of the rest, and the quote.
            reserve(length - i + 6);
            if (unit < 0x80) {
                escape(unit);
            } else if (!Character.isSurrogate(unit)) {
                encode(unit);
            } else if (i + 1 < length && Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                encode(Character.toCodePoint(unit, text.charAt(++i)));
            } else {
                escapeUnit(unit);
            }
        }
        buffer[size++] = '"';
    }

    /** All that was written, which is then forgotten. */
    RawJson finish() {
        endSegment();
        RawJson written = RawJson.rope(segments);
        segments.clear();
        if (buffer.length > BYTES_TO_KEEP) {
            buffer = new byte[START_BYTES];
        }
        return written;
    }

    private void endSegment() {
        if (size > 0) {
            segments.add(RawJson.copy(buffer, 0, size));
            size = 0;
        }
    }

    private void append(byte[] array, int offset, int length) {
        reserve(length);
        System.arraycopy(array, offset, buffer, size, length);
        size += length;
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > buffer.length) {
            int doubled = buffer.length < Integer.MAX_VALUE / 2 ? 2 * buffer.length : needed;
            buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
        }
    }

    private void escape(char unit) {
        byte letter = switch (unit) {
            case '"', '\\' -> (byte) unit;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
        if (letter == 0) {
            escapeUnit(unit);
        } else {
            buffer[size++] = '\\';
            buffer[size++] = letter;
        }
    }

    private void escapeUnit(char unit) {
        buffer[size++] = '\\';
        buffer[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[size++] = HEX[unit >>> shift & 0xF];
        }
    }

    private void encode(int codePoint) {
        if (codePoint < 0x800) {
            buffer[size++] = (byte) (0xC0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                buffer[size++] = (byte) (0xE0 | codePoint >> 12);
            } else {
                buffer[size++] = (byte) (0xF0 | codePoint >> 18);
                buffer[size++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
            }
            buffer[size++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
        }
        buffer[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }
}
