package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * Mutated messages, the same ones each run, judged by the codec and by Jackson's strict parser: both take the same bytes
 * for JSON, and what the codec reads is what Jackson reads. One difference is left out: half a surrogate pair, escaped, in
 * a name; RFC 8259 allows it and so does the codec, Jackson allows it in values only.
 */
class JacksonOracleTest {

    private static final int MUTATIONS_PER_GOLDEN = 10_000;
    private static final Set<String> ENUMS = Set.of("type", "status", "client_type");
    private static final String[] SNIPPETS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\u00e4",
        "\\n",
        "null",
        "true",
        "1",
        "-0",
        "1e5",
        "0.",
        "01",
        " ",
        "\n",
        "\t",
        "\u0001",
        "ä",
        "日",
        "\uD83E\uDDF9",
        "NaN",
        "[[[",
        "{\"a\":",
        "\"type\":\"task\",",
        "//",
        "\"session_id\":7,",
        "\"client_id\":\"\\u0061\",",
        "\"action_results\":[{\"status\":\"x\"}],",
        "{}",
        "[]",
        "\"\""
    };

    private final AipCodec codec = AipCodec.create();
    private final JsonMapper jackson = JsonMapper.builder().build();
    private int accepted;
    private int refusedAsJson;
    private int refusedAsMessage;

    @Test
    void codecAndJacksonAgreeOnMutatedMessages() {
        List<byte[]> seeds = new ArrayList<>();
        Goldens.clientMessages().keySet().forEach(name -> seeds.add(Goldens.client(name)));
        Random random = new Random(20260203);
        for (byte[] seed : seeds) {
            for (int i = 0; i < MUTATIONS_PER_GOLDEN; i++) {
                byte[] json = seed;
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    json = mutate(json, random);
                }
                check(json);
            }
        }

        // The mutations must go on meeting every outcome often, or the test checks nothing.
        assertThat(accepted).isGreaterThan(10_000);
        assertThat(refusedAsJson).isGreaterThan(10_000);
        assertThat(refusedAsMessage).isGreaterThan(1_000);
    }

    private void check(byte[] json) {
        Boolean isJson = jacksonAccepts(json);
        if (isJson == null) {
            return;
        }
        ClientMessage message;
        try {
            message = codec.decodeClient(json, 0, json.length);
        } catch (AipFormatException refusal) {
            boolean notJson = refusal.getMessage().equals("Invalid message: not JSON");
            if (notJson == isJson) {
                throw disagreement(json, refusal.getMessage());
            }
            if (notJson) {
                refusedAsJson++;
            } else {
                refusedAsMessage++;
            }
            return;
        }
        if (!isJson) {
            throw disagreement(json, "accepted");
        }
        accepted++;
        assertThat(codec.decodeClientOwned(json)).isEqualTo(message);
        assertSameContent(jackson.readTree(json), message);
    }

    /** Every key that the codec writes for the message holds what it held in the text it was read from. */
    private void assertSameContent(JsonNode read, ClientMessage message) {
        JsonNode written = jackson.readTree(codec.encode(message).toByteArray());
        for (String key : written.propertyNames()) {
            JsonNode value = written.get(key);
            if (ENUMS.contains(key) && read.hasNonNull(key)) {
                assertThat(value.stringValue())
                        .isEqualToIgnoringCase(read.get(key).stringValue());
            } else if (key.equals("action_results") && !value.isNull()) {
                assertSameResults(read.get(key), value);
            } else if (!value.isNull() && !ENUMS.contains(key)) {
                assertThat(value).as(key).isEqualTo(read.get(key));
            }
        }
    }

    private static void assertSameResults(JsonNode read, JsonNode written) {
        assertThat(written.size()).isEqualTo(read == null ? 0 : read.size());
        for (int i = 0; i < written.size(); i++) {
            for (String key : List.of("error", "result", "namespace", "call_id")) {
                JsonNode before = read.get(i).get(key);
                assertThat(written.get(i).get(key)).isEqualTo(before == null ? NullNode.getInstance() : before);
            }
        }
    }

    /** Null where Jackson is stricter than the grammar. */
    private Boolean jacksonAccepts(byte[] json) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        int values = 0;
        try (JsonParser parser = jackson.createParser(text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                }
                values += depth == 0 ? 1 : 0;
            }
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage();
            return (reason.contains("surrogate") && reason.contains("property name")) ? null : Boolean.FALSE;
        }
        return values == 1;
    }

    private static byte[] mutate(byte[] json, Random random) {
        int at = random.nextInt(json.length + 1);
        int to = Math.min(json.length, at + random.nextInt(6));
        switch (random.nextInt(6)) {
            case 0 -> {
                return splice(json, at, at, SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8));
            }
            case 1 -> {
                return splice(json, at, to, SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8));
            }
            case 2 -> {
                return splice(json, at, to, new byte[0]);
            }
            case 3 -> {
                return splice(json, at, Math.min(json.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            }
            case 4 -> {
                int from = random.nextInt(json.length + 1);
                int end = Math.min(json.length, from + random.nextInt(40));
                return splice(json, at, at, Arrays.copyOfRange(json, from, end));
            }
            default -> {
                int flipped = Math.min(at, json.length - 1);
                return flipped < 0
                        ? json
                        : splice(json, flipped, flipped + 1, new byte[] {
                            (byte) (json[flipped] ^ (1 << random.nextInt(7)))
                        });
            }
        }
    }

    private static byte[] splice(byte[] json, int from, int to, byte[] replacement) {
        byte[] result = new byte[json.length - (to - from) + replacement.length];
        System.arraycopy(json, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(json, to, result, from + replacement.length, json.length - to);
        return result;
    }

    private static AssertionError disagreement(byte[] json, String verdict) {
        return new AssertionError(
                "codec: " + verdict + ", Jackson: the opposite, of " + new String(json, StandardCharsets.UTF_8));
    }
}
