package io.agentserver.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What stands between the quotes of a JSON string: where it ends and what text it means. */
final class JsonText {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private JsonText() {}

    /** The first place from there on whose byte needs a look: quote, backslash, control character, not ASCII; or the end. */
    static int endOfPlain(byte[] buffer, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES) {
            long word = (long) LONGS.get(buffer, at);
            // Each term sets the high bit of a byte that matches. A borrow can only spoil bytes above a match, and the
            // lowest match is the one that counts.
            long marks =
                    ((word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | word) & HIGH_BITS;
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && isPlain(buffer[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte character) {
        return character >= ' ' && character != '"' && character != '\\';
    }

    /** The place after the escape that begins there. */
    static int endOfEscape(byte[] buffer, int at, int end) {
        if (at + 1 >= end) {
            throw JsonFault.syntax(end);
        }
        switch (buffer[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                int stop = at + 6;
                if (stop > end) {
                    throw JsonFault.syntax(end);
                }
                for (int i = at + 2; i < stop; i++) {
                    if (hexDigit(buffer[i]) < 0) {
                        throw JsonFault.syntax(i);
                    }
                }
                return stop;
            }
            default -> throw JsonFault.syntax(at + 1);
        }
    }

    private static int hexDigit(byte character) {
        return character < 0 ? -1 : Character.digit(character, 16);
    }

    /** The text of a string that is known to be well-formed. */
    static String decode(byte[] buffer, int start, int end, boolean escaped) {
        if (!escaped) {
            return new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            int plainEnd = indexOfBackslash(buffer, at, end);
            if (plainEnd > at) {
                text.append(new String(buffer, at, plainEnd - at, StandardCharsets.UTF_8));
            }
            if (plainEnd == end) {
                break;
            }
            at = plainEnd + 2;
            byte letter = buffer[plainEnd + 1];
            if (letter == 'u') {
                text.append(codeUnit(buffer, at));
                at += 4;
            } else {
                text.append(unescape(letter));
            }
        }
        return text.toString();
    }

    private static int indexOfBackslash(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end && buffer[at] != '\\') {
            at++;
        }
        return at;
    }

    private static char codeUnit(byte[] buffer, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = unit << 4 | hexDigit(buffer[i]);
        }
        return (char) unit;
    }

    private static char unescape(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) letter;
        };
    }
}
