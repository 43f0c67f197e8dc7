package io.agentserver.server.cli;

import java.util.List;

/** Where the {@code agent-server} command begins. */
public final class Main {

    private static final String NETTY_FLIGHT_RECORDER = "io.netty.jfr.enabled";

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        CommandLogging.choose();
        // Netty otherwise makes event classes for a flight recorder at the first request, which waits for them.
        if (System.getProperty(NETTY_FLIGHT_RECORDER) == null) {
            System.setProperty(NETTY_FLIGHT_RECORDER, "false");
        }
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        try {
            return program(Terminal.ofProcess()).run(arguments);
        } finally {
            CommandLogging.stop();
        }
    }

    /** The program with all its commands. */
    static CommandLineProgram program(Terminal terminal) {
        return new CommandLineProgram(
                terminal,
                List.of(
                        new ServeCommand(terminal),
                        new DeviceCommand(terminal),
                        new DispatchCommand(terminal),
                        new StatsCommand(terminal),
                        new LatencyCommand(terminal),
                        new DemoCommand(terminal),
                        new LogsCommand(terminal),
                        new ConfigCommand(terminal)));
    }
}
