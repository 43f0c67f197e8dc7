package io.agentserver.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options from which a server is configured: one for each key that has a flag, and the two that are no keys. */
final class ServerOptions {

    private ServerOptions() {}

    /** Adds the options to a command. */
    static void addTo(CommandSpec spec) {
        spec.addOption(Options.value("--config", "FILE", "YAML file to read settings from."));
        spec.addOption(Options.flag("--local", "Listen on loopback only."));
        ConfigKeys.ALL.stream().filter(key -> key.flag() != null).forEach(key -> spec.addOption(option(key)));
    }

    /** What was given, with the environment beside it. */
    static CommandInput read(ParseResult arguments, Map<String, String> environment) throws CommandFailure {
        Map<String, List<String>> flags = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            String flag = key.flag();
            if (flag != null && arguments.hasMatchedOption(flag)) {
                flags.put(
                        flag,
                        key.type().many()
                                ? arguments.matchedOptionValue(flag, List.of())
                                : List.of(Options.get(arguments, flag, "")));
            }
        }
        return new CommandInput(flags, arguments.hasMatchedOption("--local"), file(arguments), environment);
    }

    private static @Nullable Path file(ParseResult arguments) throws CommandFailure {
        String file = Options.find(arguments, "--config");
        try {
            return file == null ? null : Path.of(file);
        } catch (InvalidPathException e) {
            throw CommandFailure.option("--config", file, "the path of a YAML file");
        }
    }

    private static OptionSpec option(ConfigKey<?> key) {
        String flag = String.valueOf(key.flag());
        String label = flag.substring(flag.lastIndexOf('-') + 1).toUpperCase(Locale.ROOT);
        // The description is Markdown; picocli would take a percent sign for a format.
        String description = key.description().replace("`", "").replace("%", "%%");
        return key.type().many()
                ? Options.values(flag, label, description + " May be repeated.")
                : Options.value(flag, label, description + defaultOf(key));
    }

    private static <T> String defaultOf(ConfigKey<T> key) {
        return key.defaultValue() == null ? "" : " Default: " + key.show(key.defaultValue()) + ".";
    }
}
