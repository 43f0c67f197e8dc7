package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads settings from a YAML file. A value is the text that stands in the file, whatever type YAML would make of it, so that
 * {@code level: OFF} is no boolean. Used by one thread.
 */
final class FileSource {

    private static final int MOST_BYTES = 1_048_576;

    private final Path file;
    private final Findings findings;
    private final List<Setting<?>> settings = new ArrayList<>();

    private FileSource(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** All settings of the file; what is wrong with it is noted. */
    static List<Setting<?>> read(Path file, Findings findings) {
        FileSource source = new FileSource(file, findings);
        try {
            Node root = YamlText.compose(file, MOST_BYTES);
            if (root != null) {
                source.section("", root);
            }
        } catch (ConfigurationException e) {
            findings.faults(e);
        }
        return source.settings;
    }

    private void section(String path, Node node) {
        if (node.getTag().equals(Tag.NULL)) {
            return; // A section whose keys are all commented out.
        }
        if (!(node instanceof MappingNode mapping)) {
            String name = path.isEmpty() ? "" : path + ": ";
            findings.fault(place(node), name + describe(node, false) + " (expected: keys and their values)");
            return;
        }
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node name = tuple.getKeyNode();
            if (!(name instanceof ScalarNode scalar)) {
                findings.fault(place(name), describe(name, false) + " (expected: the name of a key)");
                continue;
            }
            Integer earlier = lines.putIfAbsent(scalar.getValue(), line(name));
            String child = path.isEmpty() ? scalar.getValue() : path + "." + scalar.getValue();
            if (earlier == null) {
                entry(child, name, tuple.getValueNode());
            } else {
                findings.fault(
                        place(name),
                        Fault.quote(child) + ": given again (expected: once, it stands in line " + earlier + ")");
            }
        }
    }

    private void entry(String path, Node name, Node value) {
        ConfigKey<?> key = ConfigKeys.at(path);
        if (key != null) {
            value(key, name, value);
        } else if (ConfigKeys.isSection(path)) {
            section(path, value);
        } else {
            findings.fault(
                    place(name), Fault.quote(path) + ": unknown key (nearest known: " + ConfigKeys.nearest(path) + ")");
        }
    }

    private void value(ConfigKey<?> key, Node name, Node value) {
        List<String> texts = texts(key, value);
        if (texts == null) {
            findings.fault(place(name), Setting.wrong(key, describe(value, key.secret())));
            return;
        }
        Setting.read(key, texts, place(name), findings).ifPresent(setting -> settings.add(besideFile(setting)));
    }

    /** The texts of a value; null when it has not the shape the key takes. */
    private static @Nullable List<String> texts(ConfigKey<?> key, Node value) {
        if (key.type().many()) {
            return value instanceof SequenceNode list ? itemTexts(list) : null;
        }
        return isText(value) ? List.of(((ScalarNode) value).getValue()) : null;
    }

    private static @Nullable List<String> itemTexts(SequenceNode list) {
        List<Node> items = list.getValue();
        return items.stream().allMatch(FileSource::isText)
                ? items.stream().map(item -> ((ScalarNode) item).getValue()).toList()
                : null;
    }

    private static boolean isText(Node node) {
        return node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
    }

    /** A path in a file is meant from that file's own folder, wherever the command was started. */
    @SuppressWarnings("unchecked")
    private Setting<?> besideFile(Setting<?> setting) {
        if (!(setting.value() instanceof Path path)) {
            return setting;
        }
        return new Setting<>((ConfigKey<Path>) setting.key(), file.resolveSibling(path), setting.origin());
    }

    private static String describe(Node node, boolean secret) {
        if (node.getTag().equals(Tag.NULL)) {
            return "no value";
        }
        return switch (node.getNodeId()) {
            case sequence -> "a list";
            case mapping -> "keys and values";
            default -> secret ? "****" : Fault.quote(((ScalarNode) node).getValue());
        };
    }

    private String place(Node node) {
        return YamlText.place(file, node);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
