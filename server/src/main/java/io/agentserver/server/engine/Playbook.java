package io.agentserver.server.engine;

import io.agentserver.protocol.ToolType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PlaybookEngine} knows: which commands fulfil which requests. Immutable.
 *
 * @param rules tried in order; the first that matches wins. At least one
 */
public record Playbook(List<Rule> rules) {

    private static final Set<String> PLATFORMS = Set.of("windows", "linux", "mobile");

    public Playbook {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("rules: none (expected: at least one)");
        }
    }

    /** A playbook of those rules. */
    public static Playbook of(Rule... rules) {
        return new Playbook(List.of(rules));
    }

    /** The first rule for the platform that matches the request. */
    Optional<RuleMatch> find(String platform, String request) {
        for (Rule rule : rules) {
            if (rule.platforms().isEmpty() || rule.platforms().contains(platform)) {
                Map<String, String> caught = rule.request().match(request);
                if (caught != null) {
                    return Optional.of(new RuleMatch(rule, caught));
                }
            }
        }
        return Optional.empty();
    }

    /** What a rule does about the commands that are left when one fails. Either way the session has failed. */
    public enum OnFailure {
        /** Leave them out. */
        STOP("stop"),
        /** Execute them all the same. */
        GO_ON("go-on");

        private final String value;

        OnFailure(String value) {
            this.value = value;
        }

        /** The value as it stands in a playbook file. */
        public String value() {
            return value;
        }
    }

    /**
     * One kind of request and the commands that fulfil it.
     *
     * @param name for people: what the rule is about
     * @param request the requests it is for
     * @param platforms the platforms it is for, out of {@code windows}, {@code linux} and {@code mobile}; empty for all
     * @param commands executed in order; at least one. Their placeholders name groups of {@code request}
     * @param onFailure whether the rest is executed when a command fails
     */
    public record Rule(
            String name,
            RequestPattern request,
            Set<String> platforms,
            List<CommandTemplate> commands,
            OnFailure onFailure) {

        public Rule {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name: blank (expected: what the rule is about)");
            }
            Objects.requireNonNull(request, "request");
            platforms = Set.copyOf(platforms);
            if (!PLATFORMS.containsAll(platforms)) {
                throw new IllegalArgumentException(
                        "platforms: " + new TreeSet<>(platforms) + " (expected: windows, linux or mobile)");
            }
            commands = List.copyOf(commands);
            if (commands.isEmpty()) {
                throw new IllegalArgumentException("commands: none (expected: at least one)");
            }
            Objects.requireNonNull(onFailure, "onFailure");
            for (CommandTemplate command : commands) {
                requireGroups(command.parameters().groups(), request);
            }
        }

        /** A rule for all platforms that stops at the first failure. */
        public static Rule of(String name, RequestPattern request, CommandTemplate... commands) {
            return new Rule(name, request, Set.of(), List.of(commands), OnFailure.STOP);
        }

        /** The same rule for those platforms. */
        public Rule on(String... values) {
            return new Rule(name, request, Set.of(values), commands, onFailure);
        }

        /** The same rule with that answer to a failure. */
        public Rule withOnFailure(OnFailure value) {
            return new Rule(name, request, platforms, commands, value);
        }

        private static void requireGroups(Set<String> used, RequestPattern request) {
            Set<String> unknown = new LinkedHashSet<>(used);
            unknown.removeAll(request.groups());
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("placeholders: " + new TreeSet<>(unknown)
                        + " (expected: groups of the request's pattern, " + request.groups() + ")");
            }
        }
    }

    /**
     * One command of a rule.
     *
     * @param tool the tool's name
     * @param toolType the kind of tool
     * @param parameters a JSON object
     * @param agent the device's agent, or null for the one of its platform
     * @param process the process the agent works on; may be empty
     * @param root picks a sub-profile of the agent; may be empty
     */
    public record CommandTemplate(
            String tool,
            ToolType toolType,
            ValueTemplate parameters,
            @Nullable String agent,
            String process,
            String root) {

        public CommandTemplate {
            if (tool.isBlank()) {
                throw new IllegalArgumentException("tool: blank (expected: the name of a tool of the device)");
            }
            Objects.requireNonNull(toolType, "toolType");
            Objects.requireNonNull(parameters, "parameters");
            Objects.requireNonNull(process, "process");
            Objects.requireNonNull(root, "root");
        }

        /** An action of the platform's own agent. */
        public static CommandTemplate action(String tool, Map<String, ?> parameters) {
            return new CommandTemplate(tool, ToolType.ACTION, ValueTemplate.of(parameters), null, "", "");
        }
    }
}
