package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a device configuration file in YAML. Used by one thread. */
final class YamlDevices {

    private final Path file;
    private final Findings findings;
    private final YamlValues values;

    private YamlDevices(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.values = new YamlValues(file);
    }

    /** The devices of the file, in its order. */
    static Map<String, Map<String, Object>> read(Path file, Findings findings) throws ConfigurationException {
        Node root = YamlText.compose(file, DevicesFile.MOST_BYTES);
        return root == null || isNull(root) ? Map.of() : new YamlDevices(file, findings).document(root);
    }

    private Map<String, Map<String, Object>> document(Node root) throws ConfigurationException {
        if (!(root instanceof MappingNode mapping)) {
            throw new ConfigurationException(
                    YamlText.place(file, root), "not a mapping (expected: one with the key devices)");
        }
        Node devices = devicesOf(mapping);
        if (devices == null || isNull(devices)) {
            return Map.of();
        }
        if (!(devices instanceof MappingNode entries)) {
            throw new ConfigurationException(
                    YamlText.place(file, devices), "devices: not a mapping (expected: device ids and their settings)");
        }
        Map<String, Map<String, Object>> result = new LinkedHashMap<>();
        for (NodeTuple entry : values.entriesOf(entries)) {
            device(values.name(entry.getKeyNode()), entry.getValueNode(), result);
        }
        return result;
    }

    private @Nullable Node devicesOf(MappingNode mapping) throws ConfigurationException {
        Node found = null;
        for (NodeTuple entry : mapping.getValue()) {
            boolean isDevices = entry.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(DevicesFile.TOP_KEY);
            if (isDevices && found != null) {
                throw new ConfigurationException(
                        YamlText.place(file, entry.getKeyNode()), "devices: given again (expected: once)");
            }
            found = isDevices ? entry.getValueNode() : found;
        }
        return found;
    }

    private void device(String id, Node node, Map<String, Map<String, Object>> result) {
        try {
            if (!(node instanceof MappingNode settings)) {
                throw new ConfigurationException(
                        YamlText.place(file, node),
                        "devices." + Fault.quote(id) + ": not a mapping" + DevicesFile.EXPECTED_DEVICE);
            }
            result.put(id, values.mapping(settings));
        } catch (ConfigurationException e) {
            findings.faults(e);
        }
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
