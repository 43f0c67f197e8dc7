package io.agentserver.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes what stands between two slashes of a path. */
final class Percent {

    private Percent() {}

    /** The text; null when it is no percent-encoded UTF-8. A plus sign is a plus sign. */
    static @Nullable String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char unit = segment.charAt(i);
            if (unit != '%') {
                bytes.put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(segment, i, i + 1)));
                continue;
            }
            int value = i + 2 < segment.length() ? octet(segment.charAt(i + 1), segment.charAt(i + 2)) : -1;
            if (value < 0) {
                return null;
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int octet(char high, char low) {
        int upper = Character.digit(high, 16);
        int lower = Character.digit(low, 16);
        return high > 'f' || low > 'f' || upper < 0 || lower < 0 ? -1 : 16 * upper + lower;
    }
}
