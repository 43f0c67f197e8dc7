package io.agentserver.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** What is well-formed UTF-8, by the strict reading of RFC 3629: no overlong form, no surrogate, nothing past U+10FFFF. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether those bytes are well-formed UTF-8. */
    public static boolean isValidUtf8(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int at = offset;
        while (true) {
            at = endOfAscii(array, at, end);
            if (at == end) {
                return true;
            }
            int size = sequenceLength(array, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
    }

    private static int endOfAscii(byte[] array, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES) {
            long high = (long) LONGS.get(array, at) & HIGH_BITS;
            if (high != 0) {
                return at + (Long.numberOfTrailingZeros(high) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && array[at] >= 0) {
            at++;
        }
        return at;
    }

    /** How many bytes the well-formed sequence at that place has, which starts with a byte over 0x7F; 0 if it is none. */
    static int sequenceLength(byte[] array, int at, int end) {
        int first = array[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (size > end - at) {
            return 0;
        }
        int second = array[at + 1] & 0xFF;
        if (second < lowestSecond(first) || second > highestSecond(first)) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((array[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static int lowestSecond(int first) {
        return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    }

    private static int highestSecond(int first) {
        return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }
}
