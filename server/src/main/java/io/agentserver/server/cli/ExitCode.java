package io.agentserver.server.cli;

/** How the command ends. */
final class ExitCode {

    /** What was asked is done. */
    static final int FINE = 0;
    /** The thing asked failed. */
    static final int FAILED = 1;
    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
