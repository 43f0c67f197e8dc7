package io.agentserver.server.cli;

import java.util.List;

/** Where the {@code agent-server} command begins. */
public final class Main {

    private static final String NETTY_FLIGHT_RECORDER = "io.netty.jfr.enabled";

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        ConsoleLogging.choose();
        // Netty otherwise makes event classes for a flight recorder at the first request, which waits for them.
        if (System.getProperty(NETTY_FLIGHT_RECORDER) == null) {
            System.setProperty(NETTY_FLIGHT_RECORDER, "false");
        }
        System.exit(program(Terminal.ofProcess()).run(arguments));
    }

    /** The program with all its commands. */
    static CommandLineProgram program(Terminal terminal) {
        return new CommandLineProgram(
                terminal,
                List.of(
                        new ServeCommand(terminal),
                        new DeviceCommand(terminal),
                        new DispatchCommand(terminal),
                        new DemoCommand(terminal),
                        new ConfigCommand(terminal)));
    }
}
