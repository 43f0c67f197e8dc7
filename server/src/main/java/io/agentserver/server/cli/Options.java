package io.agentserver.server.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Short forms for describing options and reading what was given. No option but the program's own has a one-letter name:
 * with one, picocli would take an API key that begins with it, such as {@code -hx…}, for that option.
 */
final class Options {

    private Options() {}

    /** The description of a command, with {@code --help}. */
    static CommandSpec describe(Command command, String name, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name).addOption(help("--help"));
        spec.usageMessage().description(description).abbreviateSynopsis(true);
        return spec;
    }

    /** The option that asks for the usage. */
    static OptionSpec help(String... names) {
        return OptionSpec.builder(names)
                .usageHelp(true)
                .type(boolean.class)
                .description("Show this help and exit.")
                .build();
    }

    /** An option that stands alone. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** An option with a value. */
    static OptionSpec value(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /** An option with a value that must be given. */
    static OptionSpec required(String name, String label, String description) {
        return value(name, label, description).toBuilder().required(true).build();
    }

    /** An option with a value that may be given again. */
    static OptionSpec values(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /** An argument that must be given. */
    static PositionalParamSpec argument(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .paramLabel(label)
                .type(String.class)
                .required(true)
                .description(description)
                .build();
    }

    /** An argument that may be left out. */
    static PositionalParamSpec optionalArgument(int index, String label, String description) {
        return argument(index, label, description).toBuilder()
                .required(false)
                .arity("0..1")
                .build();
    }

    /** What was given for an option; null when it was not. */
    static @Nullable String find(ParseResult arguments, String name) {
        return arguments.matchedOptionValue(name, null);
    }

    /** What was given for an option, else a default. */
    static String get(ParseResult arguments, String name, String otherwise) {
        return arguments.matchedOptionValue(name, otherwise);
    }
}
