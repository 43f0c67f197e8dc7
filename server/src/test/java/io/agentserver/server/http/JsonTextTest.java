package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void writesOnOneLineWithCommasWhereTheyBelong() {
        JsonText json = new JsonText(0).object();
        json.member("a", 1).member("b", true).member("c", (String) null).member("d", "x");
        json.name("e")
                .array()
                .value("y")
                .value(2)
                .object()
                .endObject()
                .array()
                .endArray()
                .endArray();
        json.name("f").object().member("g", RawJson.of("[1, 2]")).endObject();
        json.member("h", "{").member("i", (RawJson) null).endObject();

        assertThat(text(json))
                .isEqualTo("{\"a\":1,\"b\":true,\"c\":null,\"d\":\"x\",\"e\":[\"y\",2,{},[]],\"f\":{\"g\":[1, 2]},"
                        + "\"h\":\"{\",\"i\":null}");
    }

    @Test
    void keepsIdsLiteral() {
        assertThat(text(new JsonText(0).value("run@lab/7 <ü🌟>"))).isEqualTo("\"run@lab/7 <ü🌟>\"");
    }

    @Test
    void escapesWhatMustBe() {
        String nasty = "\"\\\n\u0000\ud800x\udc00";

        String json = text(new JsonText(0).value(nasty));

        assertThat(json).isEqualTo("\"\\\"\\\\\\u000a\\u0000\\ud800x\\udc00\"");
        assertThat(RawJson.of(json).stringValue()).isEqualTo(nasty);
    }

    @Test
    void writesTimesAsUnixSeconds() {
        JsonText json = new JsonText(0).object();
        json.member("at", Instant.parse("2026-02-03T04:05:06.007899Z")).member("never", (Instant) null);

        assertThat(text(json.endObject())).isEqualTo("{\"at\":1770091506.007,\"never\":null}");
    }

    private static String text(JsonText json) {
        return new String(json.utf8(), StandardCharsets.UTF_8);
    }
}
