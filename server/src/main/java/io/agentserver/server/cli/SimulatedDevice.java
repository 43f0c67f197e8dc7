package io.agentserver.server.cli;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.client.DeviceClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** Makes devices that behave on the wire as real ones and do nothing. */
record SimulatedDevice(String id, String platform, ThinkTime thinkTime, Percentage failures) {

    /** The platforms a device can have. */
    static final List<String> PLATFORMS = List.of("windows", "linux", "mobile");

    /** The device as a client of a server; it connects when told to. */
    DeviceClient client(URI url, @Nullable String apiKey) {
        DeviceClient client = DeviceClient.create(url)
                .clientId(id)
                .platform(platform)
                .systemInfo(systemInfo())
                .onCommand(new SimulatedTools(thinkTime, failures, new SplittableRandom(), Schedulers.parallel()))
                .listener(new DeviceLog());
        return apiKey == null ? client : client.apiKey(apiKey);
    }

    /** What a real device says of itself (contract 2.8). */
    private RawJson systemInfo() {
        Map<String, RawJson> info = new LinkedHashMap<>();
        info.put("device_id", RawJson.ofString(id));
        info.put("platform", RawJson.ofString(platform));
        info.put("os_version", RawJson.ofString("simulated"));
        info.put("cpu_count", RawJson.of("4"));
        info.put("memory_total_gb", RawJson.of("8.0"));
        info.put("hostname", RawJson.ofString(id));
        info.put("ip_address", RawJson.ofString("127.0.0.1"));
        info.put("supported_features", RawJson.of("[\"simulated\"]"));
        info.put("platform_type", RawJson.ofString(platform.equals("mobile") ? "mobile" : "computer"));
        info.put("schema_version", RawJson.ofString("1.0"));
        info.put("custom_metadata", RawJson.of("{}"));
        return RawJson.object(info);
    }
}
