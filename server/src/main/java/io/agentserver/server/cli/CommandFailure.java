package io.agentserver.server.cli;

/** Ends a command with a message for people. The message says what happened and what to do; no stack trace is shown. */
final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The thing asked failed. */
    static CommandFailure failed(String message) {
        return new CommandFailure(message, ExitCode.FAILED);
    }

    /** The command line is wrong. */
    static CommandFailure usage(String message) {
        return new CommandFailure(message, ExitCode.USAGE);
    }

    /** An option's value is not what it takes. */
    static CommandFailure option(String name, String value, String expected) {
        return usage(name + ": " + Fault.quote(value) + " (expected: " + expected + ")");
    }

    int exitCode() {
        return exitCode;
    }
}
