package io.agentserver.loadtest.cli;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code agent-loadtest}. */
@Command(
        name = "agent-loadtest",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Load testing of AIP servers whose numbers are true.")
public final class Main implements Runnable {

    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Netty's search for leaks follows one buffer in 128, slowly and in code that is seldom enough run to stay
        // slow.
        if (System.getProperty(LEAK_DETECTION) == null) {
            System.setProperty(LEAK_DETECTION, "disabled");
        }
        System.exit(run(Terminal.ofProcess(), args));
    }

    /** Runs a command and gives its exit code. */
    static int run(Terminal terminal, String... args) {
        CommandLine command = new CommandLine(new Main());
        command.addSubcommand(new RunCommand(terminal));
        command.addSubcommand(new FleetCommand(terminal));
        command.addSubcommand(new CompareCommand(terminal.out(), terminal.err()));
        command.registerConverter(Duration.class, new DurationText());
        command.setOut(terminal.out());
        command.setErr(terminal.err());
        command.setExecutionExceptionHandler((fault, where, parsed) -> failed(terminal, fault));
        return command.execute(args);
    }

    private static int failed(Terminal terminal, Exception fault) {
        PrintWriter err = terminal.err();
        if (fault instanceof UsageFault) {
            err.println("agent-loadtest: " + fault.getMessage());
            return ExitCode.USAGE;
        }
        err.println("agent-loadtest: a fault of the load tester itself");
        fault.printStackTrace(err);
        return ExitCode.FAILED;
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public void run() {
        throw new UsageFault("no command (expected: run, fleet or compare; --help tells more)");
    }

    /** Of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"agent-loadtest " + version()};
        }
    }
}
