package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads a device configuration file in JSON. Used by one thread. */
final class JsonDevices {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Path file;
    private final Findings findings;
    private final Map<String, Map<String, Object>> devices = new LinkedHashMap<>();

    private JsonDevices(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The devices of the file, in its order. */
    static Map<String, Map<String, Object>> read(Path file, Findings findings) throws ConfigurationException {
        JsonDevices reader = new JsonDevices(file, findings);
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // What follows the object is looked at here, not after each device.
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try (JsonParser parser = mapper.createParser(BoundedFile.read(file, DevicesFile.MOST_BYTES))) {
            reader.document(parser);
            return reader.devices;
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    reader.place(e.getLocation()), "not JSON: " + Fault.quote(e.getOriginalMessage()));
        }
    }

    private void document(JsonParser parser) throws ConfigurationException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ConfigurationException(
                    place(parser.currentTokenLocation()), "not an object (expected: one with the key devices)");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isDevices = parser.currentName().equals(DevicesFile.TOP_KEY);
            JsonToken value = parser.nextToken();
            if (isDevices && value != JsonToken.VALUE_NULL) {
                devices(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new ConfigurationException(
                    place(parser.currentTokenLocation()), "more after the end of the object (expected: one object)");
        }
    }

    private void devices(JsonParser parser) throws ConfigurationException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ConfigurationException(
                    place(parser.currentTokenLocation()),
                    "devices: not an object (expected: device ids and their settings)");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String id = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                devices.put(id, parser.readValueAs(OBJECT));
            } else {
                findings.fault(
                        place(parser.currentTokenLocation()),
                        "devices." + Fault.quote(id) + ": not an object" + DevicesFile.EXPECTED_DEVICE);
                parser.skipChildren();
            }
        }
    }

    private String place(TokenStreamLocation location) {
        return file + ":" + Math.max(1, location.getLineNr());
    }
}
