package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes plain JSON values of YAML nodes: maps, lists, strings, numbers, booleans and null. Aliases are expanded, but one that
 * holds itself is refused, and so is a file whose aliases grow beyond a bound. Used by one thread, for one file.
 */
final class YamlValues {

    /** What a file may hold once its aliases are expanded: far more than real ones, far less than harm needs. */
    private static final int MOST_VALUES = 2_000_000;

    private final Path file;
    private final Scalars scalars = new Scalars();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    YamlValues(Path file) {
        this.file = file;
    }

    /** The values of a mapping, in its order. */
    Map<String, Object> mapping(MappingNode node) throws ConfigurationException {
        enter(node);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (NodeTuple entry : entriesOf(node)) {
            result.put(name(entry.getKeyNode()), value(entry.getValueNode()));
        }
        open.remove(node);
        return Collections.unmodifiableMap(result);
    }

    /** The entries of a mapping, no two of one name, with those merged into it by {@code <<}. */
    List<NodeTuple> entriesOf(MappingNode node) throws ConfigurationException {
        // First, since merging silently drops all but the last of a name.
        Set<String> names = new HashSet<>();
        for (NodeTuple entry : node.getValue()) {
            String name = name(entry.getKeyNode());
            if (!names.add(name)) {
                throw fault(entry.getKeyNode(), Fault.quote(name) + ": given again (expected: once)");
            }
        }
        try {
            scalars.flattenMapping(node);
            return node.getValue();
        } catch (YAMLException e) {
            throw fault(node, "cannot be merged: " + Fault.quote(String.valueOf(e.getMessage())));
        }
    }

    /** The name of an entry: the text that stands there, whatever type YAML would make of it. */
    String name(Node node) throws ConfigurationException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw fault(node, "not a name (expected: a text before the colon)");
    }

    private @Nullable Object value(Node node) throws ConfigurationException {
        if (++values > MOST_VALUES) {
            throw fault(node, "more than " + MOST_VALUES + " values with aliases expanded (expected: fewer)");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping);
        }
        return node instanceof SequenceNode list ? list(list) : scalar((ScalarNode) node);
    }

    private List<Object> list(SequenceNode node) throws ConfigurationException {
        enter(node);
        List<@Nullable Object> result = new ArrayList<>();
        for (Node item : node.getValue()) {
            result.add(value(item));
        }
        open.remove(node);
        return Collections.unmodifiableList(result);
    }

    private @Nullable Object scalar(ScalarNode node) throws ConfigurationException {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
            return node.getValue(); // JSON knows no dates.
        }
        if (!tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT) && !tag.equals(Tag.BOOL) && !tag.equals(Tag.NULL)) {
            throw fault(node, Fault.quote(tag.getValue()) + " (expected: a text, number, boolean or null)");
        }
        Object value;
        try {
            value = scalars.construct(node);
        } catch (YAMLException | NumberFormatException e) {
            throw fault(node, Fault.quote(node.getValue()) + " (expected: a " + Fault.quote(tag.getValue()) + ")");
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw fault(node, Fault.quote(node.getValue()) + " (expected: a finite number)");
        }
        return value;
    }

    private void enter(Node node) throws ConfigurationException {
        if (!open.add(node)) {
            throw fault(node, "an alias inside the value it stands for (expected: none)");
        }
    }

    private ConfigurationException fault(Node node, String what) {
        return new ConfigurationException(YamlText.place(file, node), what);
    }

    /** Opens the library's own reading of scalars and merges, so that both mean here what they mean in any YAML 1.1 reader. */
    private static final class Scalars extends SafeConstructor {

        Scalars() {
            super(new LoaderOptions());
        }

        @Nullable
        Object construct(ScalarNode node) {
            return constructObject(node);
        }

        @Override
        protected void flattenMapping(MappingNode node) {
            super.flattenMapping(node);
        }
    }
}
