package io.agentserver.server.cli;

import java.util.List;

/** Where the {@code agent-server} command begins. */
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        ConsoleLogging.choose();
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
