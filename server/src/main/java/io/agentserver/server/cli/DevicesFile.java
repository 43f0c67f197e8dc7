package io.agentserver.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the device configuration file (contract 6.3): under the top key {@code devices}, device ids and the settings that are
 * merged into what the device registers. A file that is not there or holds no devices is a warning; one that cannot be
 * understood is a fault.
 */
final class DevicesFile {

    static final String TOP_KEY = "devices";
    static final String EXPECTED_DEVICE = " (expected: keys and values to merge into what the device registers)";

    /** Room for tens of thousands of devices. */
    static final int MOST_BYTES = 33_554_432;

    private DevicesFile() {}

    /** The devices of a file; what is wrong with it is noted. */
    static Map<String, Map<String, Object>> read(Path file, Findings findings) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".json");
        if (!json && !name.endsWith(".yaml") && !name.endsWith(".yml")) {
            findings.warning("Device configuration " + file + " is not read (expected: a .yaml, .yml or .json file)");
            return Map.of();
        }
        if (Files.notExists(file)) {
            findings.warning("Device configuration " + file + " not found, no device settings are merged");
            return Map.of();
        }
        try {
            Map<String, Map<String, Object>> devices =
                    json ? JsonDevices.read(file, findings) : YamlDevices.read(file, findings);
            if (devices.isEmpty()) {
                findings.warning("Device configuration " + file + " holds no devices (expected: them under the top key "
                        + TOP_KEY + ")");
            }
            return devices;
        } catch (ConfigurationException e) {
            findings.faults(e);
            return Map.of();
        }
    }
}
