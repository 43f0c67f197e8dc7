package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 3629, which a WebSocket text message must follow (RFC 6455, 8.1). The JDK's strict decoder is the oracle. */
class Utf8Test {

    static Stream<byte[]> malformed() {
        return Stream.of(
                bytes(0x80),
                bytes(0xBF),
                bytes(0xC0, 0x80),
                bytes(0xC1, 0xBF),
                bytes(0xC3),
                bytes(0xC3, 0x41),
                bytes(0xE0, 0x9F, 0xBF),
                bytes(0xE2, 0x82),
                bytes(0xED, 0xA0, 0x80),
                bytes(0xED, 0xBF, 0xBF),
                bytes(0xF0, 0x8F, 0xBF, 0xBF),
                bytes(0xF0, 0x9F, 0x98),
                bytes(0xF4, 0x90, 0x80, 0x80),
                bytes(0xF5, 0x80, 0x80, 0x80),
                bytes(0xFE),
                bytes(0xFF));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedSequencesAnywhereInAWord(byte[] malformed) {
        for (int before = 0; before < 20; before++) {
            byte[] text = new byte[before + malformed.length + 9];
            Arrays.fill(text, (byte) 'a');
            System.arraycopy(malformed, 0, text, before, malformed.length);

            assertThat(Utf8.isValidUtf8(text, 0, text.length)).isFalse();
            assertThat(Utf8.isValidUtf8(text, 0, before)).isTrue();
            assertThat(Utf8.isValidUtf8(text, before + malformed.length, 9)).isTrue();
        }
    }

    @Test
    void acceptsEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                if (!Utf8.isValidUtf8(bytes, 0, bytes.length)) {
                    assertThat(codePoint).as("refused").isNull();
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnEveryPairOfBytesAndOnRandomOnes() {
        for (int pair = 0; pair < 0x10000; pair++) {
            byte[] three = bytes(pair >> 8, pair & 0xFF, 0x80);
            assertAgrees(three, 2);
            assertAgrees(three, 3);
        }
        Random random = new Random(7);
        byte[] text = new byte[24];
        for (int i = 0; i < 200_000; i++) {
            for (int j = 0; j < text.length; j++) {
                int kind = random.nextInt(8);
                text[j] =
                        (byte) (kind < 5 ? 'a' : kind < 7 ? 0x80 | random.nextInt(0x40) : 0xC0 | random.nextInt(0x40));
            }
            assertAgrees(text, 1 + random.nextInt(text.length));
        }
    }

    private static void assertAgrees(byte[] text, int length) {
        if (Utf8.isValidUtf8(text, 0, length) != jdkAccepts(text, length)) {
            assertThat(text)
                    .as("judged otherwise by the JDK, length %s", length)
                    .isNull();
        }
    }

    private static boolean jdkAccepts(byte[] text, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
