package io.agentserver.server.cli;

import io.agentserver.protocol.ToolType;
import io.agentserver.server.engine.Playbook;
import io.agentserver.server.engine.Playbook.CommandTemplate;
import io.agentserver.server.engine.Playbook.OnFailure;
import io.agentserver.server.engine.Playbook.Rule;
import io.agentserver.server.engine.RequestPattern;
import io.agentserver.server.engine.ValueTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a playbook file: under the top key {@code rules} a list of rules with their commands, as {@code docs/engines.md}
 * describes them. Used by one thread, for one file.
 */
final class PlaybookFile {

    private static final int MOST_BYTES = 1_048_576;

    static final Set<String> RULE_KEYS = ordered("name", "request", "platforms", "on-failure", "commands");
    static final Set<String> COMMAND_KEYS = ordered("tool", "tool-type", "parameters", "agent", "process", "root");
    private static final Map<String, String> PLATFORMS = byName(Function.identity(), "windows", "linux", "mobile");
    private static final Map<String, OnFailure> ON_FAILURE = byName(OnFailure::value, OnFailure.values());
    private static final Map<String, ToolType> TOOL_TYPES = byName(ToolType::wire, ToolType.values());

    private final Path file;
    private final YamlValues values;

    private PlaybookFile(Path file) {
        this.file = file;
        this.values = new YamlValues(file);
    }

    /**
     * The playbook in a file.
     *
     * @throws ConfigurationException with everything that is wrong in the file, by line
     */
    static Playbook read(Path file) throws ConfigurationException {
        Node root = YamlText.compose(file, MOST_BYTES);
        if (root == null || root.getTag().equals(Tag.NULL)) {
            throw new ConfigurationException(
                    file.toString(), "is empty (expected: the key rules with a list of rules)");
        }
        return new PlaybookFile(file).playbook(root);
    }

    private Playbook playbook(Node root) throws ConfigurationException {
        YamlSection section = section(root, Set.of("rules"));
        Optional<List<Rule>> rules = section.required("rules", "a list of rules", section.list(this::rule));
        section.check();
        List<Rule> all = rules.orElseThrow();
        if (all.isEmpty()) {
            throw new ConfigurationException(YamlText.place(file, root), "rules: none (expected: at least one)");
        }
        return new Playbook(all);
    }

    private Rule rule(Node node) throws ConfigurationException {
        YamlSection section = section(node, RULE_KEYS);
        Optional<String> name = section.required("name", "what the rule is about", YamlSection.text());
        Optional<RequestPattern> request = section.required(
                "request",
                "the pattern of the requests it is for",
                pattern -> RequestPattern.of(YamlSection.text().read(pattern)));
        Optional<List<String>> platforms =
                section.optional("platforms", List.of(), section.list(YamlSection.choice(PLATFORMS)));
        Optional<OnFailure> onFailure = section.optional("on-failure", OnFailure.STOP, YamlSection.choice(ON_FAILURE));
        Optional<List<CommandTemplate>> commands =
                section.required("commands", "a list of commands", section.list(command -> command(command, request)));
        section.check();
        return new Rule(
                name.orElseThrow(),
                request.orElseThrow(),
                Set.copyOf(platforms.orElseThrow()),
                commands.orElseThrow(),
                onFailure.orElseThrow());
    }

    private CommandTemplate command(Node node, Optional<RequestPattern> request) throws ConfigurationException {
        YamlSection section = section(node, COMMAND_KEYS);
        Optional<String> tool = section.required("tool", "the name of a tool of the device", YamlSection.text());
        Optional<ToolType> toolType = section.optional("tool-type", ToolType.ACTION, YamlSection.choice(TOOL_TYPES));
        Optional<ValueTemplate> parameters =
                section.optional("parameters", ValueTemplate.of(Map.of()), mapping -> parameters(mapping, request));
        Optional<String> agent = section.optional("agent", "", YamlSection.text());
        Optional<String> process = section.optional("process", "", YamlSection.text());
        Optional<String> root = section.optional("root", "", YamlSection.text());
        section.check();
        return new CommandTemplate(
                tool.orElseThrow(),
                toolType.orElseThrow(),
                parameters.orElseThrow(),
                agent.filter(text -> !text.isEmpty()).orElse(null),
                process.orElseThrow(),
                root.orElseThrow());
    }

    private ValueTemplate parameters(Node node, Optional<RequestPattern> request) throws ConfigurationException {
        if (!(node instanceof MappingNode mapping)) {
            throw new IllegalArgumentException("not a mapping (expected: names and values)");
        }
        Map<String, Object> plain = values.mapping(mapping);
        List<Fault> faults = new ArrayList<>();
        checkTexts(node, request, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return ValueTemplate.of(plain);
    }

    /** Looks at every text by itself, so that a fault has the line of its own text and not that of the parameters. */
    private void checkTexts(Node node, Optional<RequestPattern> request, List<Fault> faults) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                checkTexts(entry.getValueNode(), request, faults);
            }
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> checkTexts(item, request, faults));
        } else if (node instanceof ScalarNode text && text.getTag().equals(Tag.STR)) {
            String place = YamlText.place(file, node);
            try {
                Set<String> groups = ValueTemplate.of(text.getValue()).groups();
                request.ifPresent(pattern -> checkGroups(groups, pattern, place, faults));
            } catch (IllegalArgumentException e) {
                faults.add(new Fault(place, YamlSection.reason(e)));
            }
        }
    }

    private static void checkGroups(Set<String> groups, RequestPattern pattern, String place, List<Fault> faults) {
        for (String group : groups) {
            if (!pattern.groups().contains(group)) {
                faults.add(new Fault(
                        place,
                        "placeholder: no group " + group + " in the rule's request (nearest known: "
                                + NearestName.of(group, pattern.groups(), '.') + "; write $${ for the text ${)"));
            }
        }
    }

    private YamlSection section(Node node, Set<String> keys) throws ConfigurationException {
        return YamlSection.of(file, node, keys, values);
    }

    private static Set<String> ordered(String... names) {
        return byName(Function.identity(), names).keySet();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static <T> Map<String, T> byName(Function<T, String> name, T... values) {
        Map<String, T> byName = new LinkedHashMap<>();
        Stream.of(values).forEach(value -> byName.put(name.apply(value), value));
        return byName;
    }
}
