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

    /** Keeps numbers as the device wrote them. */
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

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
        ObjectNode merged;
        try {
            merged = (ObjectNode) json.readTree(systemInfo.toByteArray());
        } catch (JacksonException e) {
            LOG.warn(
                    "Device {}: settings not merged, its system_info is beyond what can be read: {}",
                    deviceId,
                    e.getOriginalMessage());
            return systemInfo;
        }
        ObjectNode extra = json.valueToTree(settings);
        ObjectNode custom = merged.get("custom_metadata") instanceof ObjectNode own ? own : json.createObjectNode();
        custom.setAll(extra);
        merged.set("custom_metadata", custom);
        if (merged.get("supported_features") instanceof ArrayNode own
                && extra.get("additional_features") instanceof ArrayNode more) {
            merged.set("supported_features", union(own, more));
        }
        if (extra.has("tags")) {
            merged.set("tags", extra.get("tags"));
        }
        return RawJson.of(json.writeValueAsBytes(merged));
    }

    private ArrayNode union(ArrayNode own, ArrayNode more) {
        Set<JsonNode> features = new LinkedHashSet<>();
        own.forEach(features::add);
        more.forEach(features::add);
        return json.createArrayNode().addAll(features);
    }
}
