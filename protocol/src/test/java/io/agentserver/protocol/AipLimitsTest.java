package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile messages may cost: depth, digits, string bytes and items are bounded, exactly at the limit. */
class AipLimitsTest {

    private static final String PREFIX = "{\"type\":\"task\",\"session_id\":\"s\",\"metadata\":{\"x\":";

    private final AipCodec codec = AipCodec.create();

    @Test
    void defaults() {
        assertThat(AipLimits.defaults()).isEqualTo(new AipLimits(500, 1000, 104_857_600, 10_000));
        assertThat(AipLimits.defaults()
                        .withMaxDepth(1)
                        .withMaxNumberLength(2)
                        .withMaxStringBytes(3)
                        .withMaxItems(4))
                .isEqualTo(new AipLimits(1, 2, 3, 4));
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AipLimits.defaults().withMaxDepth(0))
                .withMessage("maxDepth: 0 (expected: 1 or more)");
    }

    @Test
    void boundsDepth() {
        // The message and its metadata are two levels.
        assertAccepted(codec, nested(498));
        assertRefused(codec, nested(499), "metadata: nested deeper than 500 levels");
    }

    @Test
    void boundsDepthOfMixedAndOfLaterValues() {
        String deep = "{\"a\":[0,".repeat(249) + "0" + "]}".repeat(249);
        assertAccepted(codec, deep);
        assertRefused(codec, "[" + deep + "]", "metadata: nested deeper than 500 levels");
        assertAccepted(codec, "[" + "[[[]]],".repeat(1000) + "0]");
    }

    @Test
    void deepNestingIsARefusalAndNoStackOverflow() {
        assertRefused(codec, nested(100_000), "metadata: nested deeper than 500 levels");
        assertRefused(codec, "{\"a\":".repeat(100_000), "metadata: nested deeper than 500 levels");

        AipCodec generous = AipCodec.create(AipLimits.defaults().withMaxDepth(1_000_000));
        assertAccepted(generous, nested(100_000));
        assertRefused(generous, "[".repeat(100_000) + "}", "not JSON");
        assertThat(refusal(generous, "[".repeat(100_000)).messageType()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "0.", "1e"})
    void boundsNumbers(String start) {
        String longest = start + "7".repeat(1000 - start.length());
        assertAccepted(codec, longest);
        assertRefused(codec, longest + "7", "metadata: number longer than 1000 characters");
        assertRefused(codec, start + "7".repeat(10_000_000), "metadata: number longer than 1000 characters");
    }

    @Test
    void boundsStrings() {
        AipCodec strict = AipCodec.create(AipLimits.defaults().withMaxStringBytes(10));
        assertAccepted(strict, "\"0123456789\"");
        assertAccepted(strict, "{\"äääää\":1}");
        assertRefused(strict, "\"0123456789a\"", "metadata: string longer than 10 bytes");
        assertRefused(strict, "{\"ääääää\":1}", "metadata: string longer than 10 bytes");
        assertRefused(strict, "\"\\u0041\\u0041\"", "metadata: string longer than 10 bytes");
    }

    @Test
    void boundsItems() {
        AipCodec strict = AipCodec.create(AipLimits.defaults().withMaxItems(3));
        String three = "{\"type\":\"command_results\",\"session_id\":\"s\",\"action_results\":[{},{},{}";
        String commands = "{\"type\":\"command\",\"status\":\"ok\",\"actions\":[1,2,3,4]}";

        assertThat(((ClientMessage.CommandResults) strict.decodeClientOwned(bytes(three + "]}"))).actionResults())
                .hasSize(3);
        AipFormatException refusal =
                catchThrowableOfType(AipFormatException.class, () -> strict.decodeClientOwned(bytes(three + ",{}]}")));
        assertThat(refusal).hasMessage("Invalid message: action_results: more than 3 elements");
        assertThat(refusal.messageType()).isEqualTo(ClientMessageType.COMMAND_RESULTS);
        assertThat(catchThrowableOfType(AipFormatException.class, () -> strict.decodeServerOwned(bytes(commands))))
                .hasMessage("Invalid message: actions: more than 3 elements");
    }

    @Test
    void namesNoFieldThatItDoesNotKnow() {
        byte[] json = bytes("{\"<b>\":" + nested(500) + "}");

        assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeClientOwned(json)))
                .hasMessage("Invalid message: message: nested deeper than 500 levels");
    }

    @Test
    void tellsTypeAndSessionReadBeforeALimitWasPassed() {
        AipFormatException refusal = refusal(codec, nested(1000));

        assertThat(refusal.messageType()).isEqualTo(ClientMessageType.TASK);
        assertThat(refusal.sessionId()).isEqualTo("s");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static void assertAccepted(AipCodec codec, String value) {
        ClientMessage.Task task = (ClientMessage.Task) codec.decodeClientOwned(bytes(PREFIX + value + "}}"));
        assertThat(task.metadata().member("x")).hasToString(value);
    }

    private static void assertRefused(AipCodec codec, String value, String fault) {
        assertThat(refusal(codec, value)).hasMessage("Invalid message: " + fault);
    }

    private static AipFormatException refusal(AipCodec codec, String value) {
        byte[] json = bytes(PREFIX + value + "}}");
        return catchThrowableOfType(AipFormatException.class, () -> codec.decodeClientOwned(json));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
