package io.agentserver.server.hub;

import io.agentserver.protocol.RawJson;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the operator knows of devices, merged into what they register about themselves (contract 6.3). */
final class DeviceSettings {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSettings.class);

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
        ObjectNode merged;
        try {
            merged = (ObjectNode) json.readTree(systemInfo.toByteArray());
        } catch (JacksonException e) {
            LOG.warn(
                    "Device {}: settings not merged, its system_info is beyond what can be read: {}",
                    PythonText.repr(deviceId),
                    e.getClass().getSimpleName());
            return systemInfo;
        }
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

        /** Keeps numbers as the device wrote them. */
        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();

        private Json() {}
    }
}
