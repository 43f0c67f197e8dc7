package io.agentserver.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Case 31 and contract 6.3. */
class DeviceSettingsTest {

    @Test
    @DisplayName("31: settings go to custom_metadata, features are united, tags are copied to the top")
    void merges() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tags", List.of("lab", "fast"));
        settings.put("additional_features", List.of("gpu", "cli"));
        settings.put("rack", 7);

        RawJson merged = merge(
                settings,
                "{\"platform\":\"linux\",\"supported_features\":[\"cli\",\"browser\"],\"custom_metadata\":{\"owner\":\"me\"}}");

        assertThat(merged)
                .hasToString("{\"platform\":\"linux\",\"supported_features\":[\"cli\",\"browser\",\"gpu\"],"
                        + "\"custom_metadata\":{\"owner\":\"me\",\"tags\":[\"lab\",\"fast\"],"
                        + "\"additional_features\":[\"gpu\",\"cli\"],\"rack\":7},\"tags\":[\"lab\",\"fast\"]}");
    }

    @Test
    @DisplayName("6.3: features are united only if both sides have some; a setting takes the place of the device's own")
    void mergesWithoutFeatures() {
        assertThat(merge(Map.of("additional_features", List.of("gpu")), "{\"custom_metadata\":null}"))
                .hasToString("{\"custom_metadata\":{\"additional_features\":[\"gpu\"]}}");
        assertThat(merge(Map.of("owner", "you"), "{\"custom_metadata\":{\"owner\":\"me\"}}"))
                .hasToString("{\"custom_metadata\":{\"owner\":\"you\"}}");
    }

    @Test
    @DisplayName("6.3: a device without settings keeps the very bytes that it sent")
    void leavesOthersAlone() {
        RawJson own = RawJson.of("{\"a\" : 1.50}");

        assertThat(new DeviceSettings(Map.of("D2", Map.of("a", 1))).merge("D1", own))
                .isSameAs(own);
    }

    @Test
    @DisplayName("numbers keep the digits that the device wrote")
    void keepsNumbers() {
        assertThat(merge(Map.of("a", 1), "{\"memory_total_gb\":15.50,\"big\":123456789012345678901234567890}"))
                .hasToString("{\"memory_total_gb\":15.50,\"big\":123456789012345678901234567890,"
                        + "\"custom_metadata\":{\"a\":1}}");
    }

    @Test
    @DisplayName("3.1: what cannot be merged does not keep a device from registering")
    void leavesAloneWhatItCannotRead() {
        RawJson own = RawJson.of("{\"n\":" + "1".repeat(5_000) + "}");

        assertThat(new DeviceSettings(Map.of("D1", Map.of("a", 1))).merge("D1", own))
                .isSameAs(own);
    }

    private static RawJson merge(Map<String, Object> settings, String systemInfo) {
        return new DeviceSettings(Map.of("D1", settings)).merge("D1", RawJson.of(systemInfo));
    }
}
