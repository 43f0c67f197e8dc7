package io.agentserver.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads settings from environment variables. An empty variable counts as not set, since compose files pass
 * {@code VARIABLE=} for what nobody gave. Used by one thread.
 */
final class EnvironmentSource {

    /** Names the configuration file. */
    static final String CONFIG_FILE = ConfigKey.variable("config");

    private static final String LOG_LEVEL = "LOG_LEVEL";
    private static final String SECRET_FILE = "_FILE";
    private static final int MOST_SECRET_BYTES = 65_536;

    /**
     * What Kubernetes and container links set in every pod beside a service called {@code agent-server…}: nobody's
     * configuration, although it begins like ours.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "AGENT_SERVER_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> variables;
    private final Findings findings;
    private final List<Setting<?>> settings = new ArrayList<>();
    private final TreeSet<String> known = new TreeSet<>();

    private EnvironmentSource(Map<String, String> environment, Findings findings) {
        this.variables = new HashMap<>(environment);
        this.variables.entrySet().removeIf(variable -> variable.getValue().isEmpty() || isServiceLink(variable));
        this.findings = findings;
    }

    /** All settings of the environment; what is wrong with it is noted. */
    static List<Setting<?>> read(Map<String, String> environment, Findings findings) {
        EnvironmentSource source = new EnvironmentSource(environment, findings);
        source.known.add(CONFIG_FILE);
        ConfigKeys.ALL.forEach(source::key);
        source.refuseUnknown();
        return source.settings;
    }

    private void key(ConfigKey<?> key) {
        List<String> names = names(key);
        known.addAll(names);
        List<String> given = names.stream().filter(variables::containsKey).toList();
        if (given.size() > 1) {
            findings.fault("environment " + String.join(" and ", given), "set the same (expected: one of them)");
        } else if (given.size() == 1) {
            value(key, given.get(0));
        } else if (key.equals(ConfigKeys.LOG_LEVEL) && variables.containsKey(LOG_LEVEL)) {
            value(key, LOG_LEVEL);
        }
    }

    private void value(ConfigKey<?> key, String name) {
        String text = Objects.requireNonNull(variables.get(name));
        String origin = "environment " + name;
        try {
            List<String> texts = isSecretFile(key, name) ? fileLines(text, origin) : split(key, name, text);
            Setting.readLeniently(key, texts, origin, findings).ifPresent(settings::add);
        } catch (ConfigurationException e) {
            e.faults().forEach(fault -> findings.fault(origin, fault.toString()));
        }
    }

    private static List<String> split(ConfigKey<?> key, String name, String text) {
        // The variable after a flag holds what the flag would: one key, which may have a comma in it.
        return key.type().many() && !key.isFlagVariable(name)
                ? Arrays.stream(text.split(",", -1)).map(String::strip).toList()
                : List.of(text);
    }

    private static List<String> fileLines(String path, String origin) throws ConfigurationException {
        try {
            List<String> lines = BoundedFile.read(Path.of(path), MOST_SECRET_BYTES)
                    .lines()
                    .map(String::strip)
                    .filter(Predicate.not(String::isEmpty))
                    .toList();
            if (lines.isEmpty()) {
                throw new ConfigurationException(path, "is empty (expected: one key a line)");
            }
            return lines;
        } catch (InvalidPathException e) {
            throw new ConfigurationException(origin, Fault.quote(path) + " (expected: the path of a file)");
        }
    }

    private void refuseUnknown() {
        variables.keySet().stream()
                .filter(name -> name.startsWith(ConfigKey.ENVIRONMENT_PREFIX) && !known.contains(name))
                .sorted(Comparator.naturalOrder())
                .forEach(name -> findings.fault(
                        "environment " + Fault.quote(name),
                        "unknown variable (nearest known: " + NearestName.of(name, known, '_') + ")"));
    }

    private static List<String> names(ConfigKey<?> key) {
        List<String> names = key.environmentNames();
        return key.secret()
                ? names.stream()
                        .flatMap(name -> Stream.of(name, name + SECRET_FILE))
                        .toList()
                : names;
    }

    private static boolean isSecretFile(ConfigKey<?> key, String name) {
        return key.secret() && name.endsWith(SECRET_FILE);
    }

    private static boolean isServiceLink(Map.Entry<String, String> variable) {
        String name = variable.getKey();
        return name.startsWith(ConfigKey.ENVIRONMENT_PREFIX)
                && (SERVICE_LINK.matcher(name).matches()
                        || name.endsWith("PORT")
                                && SERVICE_ADDRESS.matcher(variable.getValue()).matches());
    }
}
