package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.4 and cases 79 to 85. */
class DispatchReaderTest {

    @Test
    void readsARequest() {
        assertThat(read("{\"client_id\":\"D1\",\"request\":\"list \\u00fc\",\"task_name\":\"n-1.x\",\"more\":[{}]}"))
                .isEqualTo(new DispatchReader.Reading(new DispatchRequest("D1", "list ü", "n-1.x"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_id\":\"D1\",\"request\":\"x\"}",
                "{\"client_id\":\"D1\",\"request\":\"x\",\"task_name\":null}",
                " {\"task_name\":\".\",\"client_id\":\"D1\",\"request\":\"x\",\"task_name\":null}\n",
            })
    void leavesTheNameToTheServerWhenThereIsNone(String body) {
        assertThat(read(body).request()).isEqualTo(new DispatchRequest("D1", "x", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"request\":null}",
                "{\"request\":\"\"}",
                "{\"request\":7,\"client_id\":\"D1\"}",
                "{\"request\":[\"x\"],\"client_id\":\"D1\"}",
                "{\"request\":{\"request\":\"x\"},\"client_id\":\"D1\"}",
                "{\"client_id\":7,\"task_name\":7}"
            })
    void wantsARequestFirst(String body) {
        assertRefused(body, 400, "{\"detail\":\"Empty task content\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\":\"x\"}",
                "{\"request\":\"x\",\"client_id\":null}",
                "{\"request\":\"x\",\"client_id\":\"\"}",
                "{\"request\":\"x\",\"client_id\":false,\"task_name\":\"\"}"
            })
    void wantsAClientNext(String body) {
        assertRefused(body, 400, "{\"detail\":\"Empty client ID\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../e\"",
                "\"/abs\"",
                "\".x\"",
                "\"\"",
                "\"a\\n\"",
                "\"a b\"",
                "\"\\u00e9\"",
                "7",
                "[]",
                "{\"a\":1}"
            })
    void wantsAValidNameLast(String name) {
        assertRefused(
                "{\"request\":\"x\",\"client_id\":\"D1\",\"task_name\":" + name + "}",
                400,
                "{\"detail\":\"Invalid task_name: must be a non-empty string of characters [A-Za-z0-9._-] and must not"
                        + " start with '.'\"}");
    }

    @Test
    void wantsABody() {
        assertRefused(
                "",
                422,
                "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\"],\"msg\":\"Field required\",\"input\":null}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|[]",
                "[ 1, {\"a\" : \"ü\"} ]|[1,{\"a\":\"ü\"}]",
                "'\"x\"'|'\"x\"'",
                "1.50|1.50",
                "null|null",
                "true|true"
            })
    void wantsAnObjectAndSaysWhatItGot(String body, String input) {
        assertRefused(
                body,
                422,
                "{\"detail\":[{\"type\":\"dict_type\",\"loc\":[\"body\"],\"msg\":\"Input should be a valid dictionary\","
                        + "\"input\":" + input + "}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":|5", "{a:1}|1", "hello|0", "'  '|2", "{} x|3", "{}{}|2", "[1,|3", "{\"request\":\"x\"|14"})
    void wantsJsonAndSaysWhereItEnds(String body, int offset) {
        Reply refusal = read(body).refusal();

        assertThat(Calls.status(refusal)).isEqualTo(422);
        assertThat(Calls.text(refusal))
                .startsWith("{\"detail\":[{\"type\":\"json_invalid\",\"loc\":[\"body\",")
                .contains("],\"msg\":\"JSON decode error\",\"input\":{},\"ctx\":{\"error\":\"")
                .endsWith("\"}}]}");
        assertThat(offsetOf(refusal)).isBetween(offset, offset + 5);
    }

    @Test
    void refusesBrokenUtf8AndDeepNesting() {
        byte[] broken = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};

        assertThat(Calls.status(DispatchReader.read(broken).refusal())).isEqualTo(422);
        assertThat(Calls.status(read("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                        .refusal()))
                .isEqualTo(422);
    }

    private static int offsetOf(Reply refusal) {
        String text = Calls.text(refusal);
        int from = text.indexOf("\"body\",") + 7;
        return Integer.parseInt(text.substring(from, text.indexOf(']', from)));
    }

    private static void assertRefused(String body, int status, String text) {
        Reply refusal = read(body).refusal();
        assertThat(Calls.status(refusal)).isEqualTo(status);
        assertThat(Calls.text(refusal)).isEqualTo(text);
    }

    private static DispatchReader.Reading read(String body) {
        return DispatchReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
