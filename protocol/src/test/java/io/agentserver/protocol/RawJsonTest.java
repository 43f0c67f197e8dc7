package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

    private static final RawJson LARGE = RawJson.ofString("x".repeat(5000));

    @Test
    void keepsTheBytesOfOneValueWithoutTheSpaceAround() {
        assertThat(RawJson.of(" \t\r\n{ \"a\" : [1.50, \"ä\"] }\n")).hasToString("{ \"a\" : [1.50, \"ä\"] }");
        assertThat(RawJson.of("  \"x\" ".getBytes(StandardCharsets.UTF_8))).hasToString("\"x\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "1 2", "[1]]", "'a'", "nul", "NaN", "\"a", "\"\ud800\""})
    void refusesWhatIsNotOneValue(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RawJson.of(text)).withMessageStartingWith("json: ");
    }

    @Test
    void saysWhereTheFaultIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawJson.of("{\"a\":tru}"))
                .withMessage("json: not JSON at byte 5 (expected: one JSON value)");
    }

    @Test
    void doesNotSeeLaterChangesOfTheBytesItWasMadeFrom() {
        byte[] bytes = "\"aaaaaa\"".getBytes(StandardCharsets.UTF_8);
        RawJson json = RawJson.of(bytes);
        bytes[1] = 'b';
        json.toByteArray()[1] = 'c';

        assertThat(json).hasToString("\"aaaaaa\"");
    }

    @ParameterizedTest
    @CsvSource({
        "{},OBJECT",
        "[],ARRAY",
        "x,STRING",
        "-1,NUMBER",
        "0,NUMBER",
        "true,BOOLEAN",
        "false,BOOLEAN",
        "null,NULL"
    })
    void knowsItsKind(String text, RawJson.Kind kind) {
        RawJson json = text.equals("x") ? RawJson.ofString(text) : RawJson.of(text);

        assertThat(json.kind()).isEqualTo(kind);
        assertThat(json.isNull()).isEqualTo(kind == RawJson.Kind.NULL);
        assertThat(json.stringValue()).isEqualTo(kind == RawJson.Kind.STRING ? "x" : null);
    }

    @Test
    void writesStringsWithUtf8AndTheShortestEscapes() {
        assertThat(RawJson.ofString("a\"\\/\b\f\n\r\t\u0000\u001f\u007fäß日\uD83E\uDDF9"))
                .hasToString("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fäß日\uD83E\uDDF9\"");
    }

    @Test
    void escapesHalfSurrogatePairsAlone() {
        assertThat(RawJson.ofString("\ud800")).hasToString("\"\\ud800\"");
        assertThat(RawJson.ofString("\udc00\ud800x\ud83d\ude00\ud83d"))
                .hasToString("\"\\udc00\\ud800x\uD83D\uDE00\\ud83d\"");
    }

    @Test
    void readsBackEveryStringItWrites() {
        StringBuilder all = new StringBuilder();
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            all.append((char) unit);
        }
        for (int codePoint = 0x10000; codePoint <= Character.MAX_CODE_POINT; codePoint += 97) {
            all.appendCodePoint(codePoint);
        }

        assertThat(RawJson.ofString(all.toString()).stringValue()).isEqualTo(all.toString());
    }

    @Test
    void findsMembers() {
        RawJson json =
                RawJson.of("{\"a\":1, \"b\" : {\"a\":2}, \"\\u0063\":\"x\\n\", \"d\":null, \"a\":[3] , \"ä\":4}");

        assertThat(json.member("a")).hasToString("[3]");
        assertThat(json.member("b")).hasToString("{\"a\":2}");
        assertThat(json.member("c").stringValue()).isEqualTo("x\n");
        assertThat(json.member("d").isNull()).isTrue();
        assertThat(json.member("ä")).hasToString("4");
        assertThat(json.member("e")).isNull();
        assertThat(json.member("b").member("a")).hasToString("2");
        assertThat(RawJson.of("{ }").member("a")).isNull();
        assertThat(RawJson.of("[\"a\"]").member("a")).isNull();
    }

    @Test
    void composesArraysAndObjects() {
        Map<String, RawJson> members = new LinkedHashMap<>();
        members.put("z", RawJson.of("1"));
        members.put("a\"", RawJson.array(List.of(RawJson.of("null"), RawJson.ofString("t"))));
        members.put("e", RawJson.object(Map.of()));
        members.put("f", RawJson.array(List.of()));

        assertThat(RawJson.object(members)).hasToString("{\"z\":1,\"a\\\"\":[null,\"t\"],\"e\":{},\"f\":[]}");
    }

    @Test
    void sharesLargeValuesAndCopiesSmallOnes() {
        RawJson small = RawJson.ofString("s".repeat(100));
        RawJson composed = RawJson.array(List.of(small, LARGE, small, LARGE));

        assertThat(arrays(composed))
                .hasSize(5)
                .contains(arrays(LARGE).get(0))
                .doesNotContain(arrays(small).get(0));
        assertThat(composed.lengthBytes()).isEqualTo(composed.toByteArray().length);
        assertThat(composed).hasToString("[" + small + "," + LARGE + "," + small + "," + LARGE + "]");
    }

    @Test
    void aComposedValueAnswersAsAnyOther() {
        RawJson composed = RawJson.object(Map.of("large", RawJson.array(List.of(LARGE, LARGE))));
        RawJson flat = RawJson.of(composed.toByteArray());

        assertThat(composed.kind()).isEqualTo(RawJson.Kind.OBJECT);
        assertThat(composed.member("large").member("x")).isNull();
        assertThat(composed.member("large")).hasToString("[" + LARGE + "," + LARGE + "]");
        assertThat(RawJson.array(List.of(composed))).isEqualTo(RawJson.of("[" + flat + "]"));
    }

    @Test
    void equalityLooksAtBytesAndNotAtSegments() {
        RawJson left = RawJson.array(List.of(LARGE, RawJson.array(List.of(LARGE, LARGE))));
        RawJson right = RawJson.of(left.toString());
        byte[] other = left.toByteArray();
        other[other.length - 10] = 'y';

        assertThat(left).isEqualTo(right).hasSameHashCodeAs(right);
        assertThat(right).isEqualTo(left).isNotEqualTo(RawJson.of(other));
        assertThat(left).isNotEqualTo(RawJson.of(other)).isNotEqualTo(LARGE).isNotEqualTo("x");
        assertThat(RawJson.of("1")).isNotEqualTo(RawJson.of("1.0"));
    }

    private static List<byte[]> arrays(RawJson json) {
        List<byte[]> arrays = new ArrayList<>();
        json.forEachSegment((array, offset, length) -> {
            assertThat(Arrays.copyOfRange(array, offset, offset + length)).hasSize(length);
            arrays.add(array);
        });
        return arrays;
    }
}
