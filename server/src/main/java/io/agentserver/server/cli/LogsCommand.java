package io.agentserver.server.cli;

import io.agentserver.server.cli.log.LogReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code logs}: what the log files say. */
final class LogsCommand implements Command {

    private static final String DIRECTORY = "--log-dir";
    private static final String ALONE = "--no-rotated";

    private final Terminal terminal;

    LogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(this, "logs", "Read the log files.");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        CommandSpec report = new Report().spec();
        return spec.addSubcommand(report.name(), report);
    }

    @Override
    public int run(ParseResult arguments) {
        throw new ParameterException(arguments.commandSpec().commandLine(), "Missing what to do: report");
    }

    /** {@code logs report [FILE]}: the report of contract 5.7. */
    private final class Report implements Command {

        @Override
        public CommandSpec spec() {
            return Options.describe(
                            this,
                            "report",
                            "Count a log's events by level, module, client and hour, and its errors."
                                    + " Reads what the log was rotated to as well, compressed or not.")
                    .addPositional(Options.optionalArgument(
                            0, "FILE", "Log file to read. Default: ufo_server.log in the folder of the log files."))
                    .addOption(Options.value(DIRECTORY, "DIR", "Folder of the log files. Default: logs."))
                    .addOption(Options.flag(ALONE, "Read FILE alone, not what it was rotated to."))
                    .addOption(Options.flag("--json", "Print JSON."));
        }

        @Override
        public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
            Path file = file(arguments);
            try {
                List<Path> files = arguments.hasMatchedOption(ALONE) && Files.exists(file)
                        ? List.of(file)
                        : LogReports.filesOf(file);
                if (files.isEmpty()) {
                    throw CommandFailure.failed(
                            file + " not found (expected: a log file; name one, or its folder with " + DIRECTORY + ")");
                }
                LogReports.print(files, arguments.hasMatchedOption("--json"), terminal.out());
                return ExitCode.FINE;
            } catch (IOException e) {
                throw CommandFailure.failed("Cannot read the log " + file + ": " + e);
            }
        }

        private Path file(ParseResult arguments) throws CommandFailure, ConfigurationException {
            String named = arguments.matchedPositionalValue(0, (String) null);
            if (named == null) {
                return folder(Options.find(arguments, DIRECTORY)).resolve("ufo_server.log");
            }
            try {
                return Path.of(named);
            } catch (InvalidPathException e) {
                throw CommandFailure.option("FILE", named, "the path of a log file");
            }
        }

        /** Where a server that is started here would write. */
        private Path folder(@Nullable String named) throws ConfigurationException {
            Map<String, List<String>> flags = new HashMap<>();
            if (named != null) {
                flags.put(DIRECTORY, List.of(named));
            }
            Findings findings = new Findings();
            Settings settings =
                    ConfigurationReader.read(new CommandInput(flags, false, null, terminal.environment()), findings);
            findings.throwIfFaulty();
            return settings.get(ConfigKeys.LOG_FOLDER);
        }
    }
}
