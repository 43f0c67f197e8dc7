package io.agentserver.server.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code config}: shows the configuration in force, or checks a file. */
final class ConfigCommand implements Command {

    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(this, "config", "Show or check the configuration.");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        for (Command command : List.of(new Show(), new Check())) {
            CommandSpec child = command.spec();
            spec.addSubcommand(child.name(), child);
        }
        return spec;
    }

    @Override
    public int run(ParseResult arguments) {
        throw new ParameterException(arguments.commandSpec().commandLine(), "Missing what to do: show or check FILE");
    }

    /** {@code config show}: every key with its value and where that comes from. */
    private final class Show implements Command {

        @Override
        public CommandSpec spec() {
            CommandSpec spec = Options.describe(
                    this, "show", "Show the value of every key and where it comes from. Takes the options of serve.");
            ServerOptions.addTo(spec);
            return spec;
        }

        @Override
        public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
            Findings findings = new Findings();
            Settings settings =
                    ConfigurationReader.read(ServerOptions.read(arguments, terminal.environment()), findings);
            findings.throwIfFaulty();
            ConfigKeys.ALL.forEach(key -> terminal.out().println(line(settings, key)));
            findings.warnings().forEach(terminal.err()::println);
            return ExitCode.FINE;
        }

        private static <T> String line(Settings settings, ConfigKey<T> key) {
            T value = settings.find(key);
            return key.path() + ": " + (value == null ? "(not set)" : key.show(value)) + "  # " + settings.origin(key);
        }
    }

    /** {@code config check FILE}: everything wrong in a file, or that it is right. */
    private final class Check implements Command {

        @Override
        public CommandSpec spec() {
            return Options.describe(this, "check", "Check a configuration file and the files it names.")
                    .addPositional(Options.argument(0, "FILE", "YAML file to check."));
        }

        @Override
        public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
            Path file = file(Objects.requireNonNull(arguments.matchedPositionalValue(0, (String) null)));
            Findings findings = new Findings();
            Settings settings = ConfigurationReader.read(CommandInput.ofFile(file), findings);
            checkNamedFiles(settings, findings);
            findings.warnings().forEach(terminal.err()::println);
            findings.throwIfFaulty();
            terminal.out().println(file + ": OK");
            return ExitCode.FINE;
        }

        private static void checkNamedFiles(Settings settings, Findings findings) {
            Path devices = settings.find(ConfigKeys.DEVICES);
            if (devices != null) {
                DevicesFile.read(devices, findings);
            }
            Path playbooks = settings.find(ConfigKeys.PLAYBOOKS);
            if (playbooks != null) {
                ConfiguredEngine.read(settings, findings);
            }
            // Only a warning: a configuration may be checked where its certificate is not.
            for (ConfigKey<Path> key : List.of(ConfigKeys.TLS_CERTIFICATE, ConfigKeys.TLS_KEY)) {
                Path named = settings.find(key);
                if (named != null && Files.notExists(named)) {
                    findings.warning(settings.origin(key) + ": " + key.path() + ": " + named + " not found");
                }
            }
        }

        private static Path file(String name) throws CommandFailure {
            try {
                return Path.of(name);
            } catch (InvalidPathException e) {
                throw CommandFailure.option("FILE", name, "the path of a YAML file");
            }
        }
    }
}
