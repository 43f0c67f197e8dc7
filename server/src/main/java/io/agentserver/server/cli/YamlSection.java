package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file that may have certain keys only. What is wrong with one key does not keep the others from being
 * read: all of it is thrown together by {@link #check()}. Used by one thread.
 */
final class YamlSection {

    /** Makes a value of a node. */
    @FunctionalInterface
    interface Reader<T> {

        /** The value; an {@link IllegalArgumentException} says what is wrong with the node itself. */
        T read(Node node) throws ConfigurationException;
    }

    private final Path file;
    private final Node mapping;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private YamlSection(Path file, Node mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    /** The mapping that a node is; keys beside the known ones are faults. */
    static YamlSection of(Path file, Node node, Set<String> known, YamlValues values) throws ConfigurationException {
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigurationException(
                    YamlText.place(file, node), "not a mapping (expected: " + String.join(", ", known) + ")");
        }
        YamlSection section = new YamlSection(file, node);
        for (NodeTuple entry : values.entriesOf(mapping)) {
            section.enter(values.name(entry.getKeyNode()), entry, known);
        }
        return section;
    }

    private void enter(String key, NodeTuple entry, Set<String> known) {
        if (known.contains(key)) {
            nodes.put(key, entry.getValueNode());
        } else {
            fault(
                    entry.getKeyNode(),
                    Fault.quote(key) + ": unknown key (nearest known: " + NearestName.of(key, known, '.') + ")");
        }
    }

    /** The value of a key; nothing when it is wrong or missing, which is a fault. */
    <T> Optional<T> required(String key, String expected, Reader<T> reader) {
        Node node = find(key);
        if (node == null) {
            fault(nodes.getOrDefault(key, mapping), key + ": no value (expected: " + expected + ")");
            return Optional.empty();
        }
        return read(node, reader);
    }

    /** The value of a key, or that one when it has none; nothing when it is wrong. */
    <T> Optional<T> optional(String key, T absent, Reader<T> reader) {
        Node node = find(key);
        return node == null ? Optional.of(absent) : read(node, reader);
    }

    /** Ends the reading of the section if anything in it was wrong. */
    void check() throws ConfigurationException {
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /** Reads a text; a number or boolean is the text that stands in the file. */
    static Reader<String> text() {
        return node -> {
            if (node instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            throw new IllegalArgumentException("a list or mapping (expected: a text)");
        };
    }

    /** Reads one of a few values. */
    static <T> Reader<T> choice(Map<String, T> values) {
        return node -> {
            String given = text().read(node);
            T value = values.get(given);
            if (value == null) {
                throw new IllegalArgumentException(
                        Fault.quote(given) + " (expected: one of " + String.join(", ", values.keySet()) + ")");
            }
            return value;
        };
    }

    /** Reads a list; what is wrong with one item does not keep the others from being read. */
    <T> Reader<List<T>> list(Reader<T> item) {
        return node -> {
            if (!(node instanceof SequenceNode sequence)) {
                throw new IllegalArgumentException("not a list (expected: a list)");
            }
            return sequence.getValue().stream()
                    .flatMap(each -> read(each, item).stream())
                    .toList();
        };
    }

    private <T> Optional<T> read(Node node, Reader<T> reader) {
        try {
            return Optional.of(reader.read(node));
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
        } catch (IllegalArgumentException e) {
            fault(node, reason(e));
        }
        return Optional.empty();
    }

    /** A key without a value counts as one that is not there. */
    private @Nullable Node find(String key) {
        Node node = nodes.get(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    /** What someone refused, in the words of the one who did. */
    static String reason(IllegalArgumentException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private void fault(Node node, String what) {
        faults.add(new Fault(YamlText.place(file, node), what));
    }
}
