package io.agentserver.server.cli;

import io.agentserver.server.AgentServer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program as a whole: finds the command that was asked for, runs it, and turns whatever goes wrong into an exit code. */
final class CommandLineProgram {

    private static final String DEFAULT_COMMAND = "serve";
    private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private final Terminal terminal;
    private final CommandLine commandLine;

    CommandLineProgram(Terminal terminal, List<Command> commands) {
        this.terminal = terminal;
        CommandSpec root = CommandSpec.create().name("agent-server").addOption(Options.help("-h", "--help"));
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Show the version and exit.")
                .build());
        root.version("agent-server " + AgentServer.version());
        root.usageMessage()
                .description("A hub for device agents and orchestrators that speak AIP.")
                .synopsisSubcommandLabel("[COMMAND]")
                .footer(
                        "",
                        "Without a command it serves; options then are those of serve (see agent-server serve --help).");
        commands.stream().map(Command::spec).forEach(spec -> root.addSubcommand(spec.name(), spec));
        // An API key may begin with an @; it is not the name of a file with more arguments.
        commandLine = new CommandLine(root)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    }

    /** Runs what the arguments ask for and returns the exit code. */
    int run(String... arguments) {
        try {
            ParseResult parsed = commandLine.parseArgs(withCommand(arguments));
            return CommandLine.printHelpIfRequested(parsed) ? ExitCode.FINE : command(parsed);
        } catch (ParameterException e) {
            terminal.err().println(UsageFault.describe(e));
            terminal.err().println("Try " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        }
    }

    private int command(ParseResult parsed) {
        ParseResult asked = parsed;
        while (asked.hasSubcommand()) {
            asked = asked.subcommand();
        }
        if (!(asked.commandSpec().userObject() instanceof Command command)) {
            throw new ParameterException(asked.commandSpec().commandLine(), "Missing the command to run");
        }
        try {
            return command.run(asked);
        } catch (CommandFailure e) {
            terminal.err().println(e.getMessage());
            return e.exitCode();
        } catch (ConfigurationException e) {
            e.faults().forEach(terminal.err()::println);
            return ExitCode.USAGE;
        }
    }

    /** Puts the default command before arguments that begin with one of its options. */
    private static String[] withCommand(String... arguments) {
        boolean named = arguments.length > 0 && (!arguments[0].startsWith("-") || OWN_OPTIONS.contains(arguments[0]));
        return named
                ? arguments
                : Stream.concat(Stream.of(DEFAULT_COMMAND), Arrays.stream(arguments))
                        .toArray(String[]::new);
    }
}
