package io.agentserver.server.hub;

import io.agentserver.protocol.RawJson;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the operator knows of devices, merged into what they register about themselves (contract 6.3). */
final class DeviceSettings {

    private final Map<String, Map<String, Object>> devices;

    DeviceSettings(Map<String, Map<String, Object>> devices) {
        this.devices = devices;
    }

    /** The device's system information with its settings; as it came when there are none. */
    RawJson merge(String deviceId, RawJson systemInfo) {
        Map<String, Object> settings = devices.get(deviceId);
        if (settings == null || systemInfo.kind() != RawJson.Kind.OBJECT) {
            return systemInfo;
        }
        JsonMapper json = Json.MAPPER;
        ObjectNode merged = (ObjectNode) json.readTree(systemInfo.toByteArray());
        ObjectNode extra = json.valueToTree(settings);
        ObjectNode custom = merged.get("custom_metadata") instanceof ObjectNode own ? own : json.createObjectNode();
        custom.setAll(extra);
        merged.set("custom_metadata", custom);
        if (merged.get("supported_features") instanceof ArrayNode own
                && extra.get("additional_features") instanceof ArrayNode more) {
            merged.set("supported_features", json.createArrayNode().addAll(union(own, more)));
        }
        if (extra.has("tags")) {
            merged.set("tags", extra.get("tags"));
        }
        return RawJson.of(json.writeValueAsBytes(merged));
    }

    private static Set<JsonNode> union(ArrayNode own, ArrayNode more) {
        Set<JsonNode> features = new LinkedHashSet<>();
        own.forEach(features::add);
        more.forEach(features::add);
        return features;
    }

    /** Made when first needed, which is never without device settings: its classes are a sixth of those a start loads. */
    private static final class Json {

        static final JsonMapper MAPPER = new JsonMapper();

        private Json() {}
    }
}
