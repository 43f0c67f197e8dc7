package io.agentserver.server.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Literal JSON as tests write it, with single quotes, and what a general parser makes of what comes back. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** The text with every single quote turned into a double one. */
    public static String text(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    /** The bytes of {@link #text}. */
    public static byte[] bytes(String singleQuoted) {
        return text(singleQuoted).getBytes(StandardCharsets.UTF_8);
    }

    /** Parses real JSON. */
    public static JsonNode parse(byte[] json) {
        return MAPPER.readTree(json);
    }

    /** Parses real JSON. */
    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** Parses values of real JSON that follow each other. */
    public static List<JsonNode> parseAll(String json) {
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(json)) {
            return values.readAll();
        }
    }

    /** Parses JSON written with single quotes. */
    public static JsonNode of(String singleQuoted) {
        return MAPPER.readTree(text(singleQuoted));
    }

    /**
     * What of an object differs from what is expected: one line for each member that has another value. Members that are not
     * expected may be there; an expected null may be missing.
     */
    public static List<String> differences(JsonNode expected, JsonNode actual) {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            JsonNode value = actual.path(member.getKey());
            boolean bothNull = member.getValue().isNull() && (value.isNull() || value.isMissingNode());
            if (!bothNull && !member.getValue().equals(value)) {
                differences.add(member.getKey() + ": " + value + " (expected: " + member.getValue() + ")");
            }
        }
        return differences;
    }
}
