package io.agentserver.loadtest.cli;

/** What the commands end with. */
final class ExitCode {

    static final int FINE = 0;
    /** What was asked for failed: an assertion, a server that stayed away. */
    static final int FAILED = 1;

    static final int USAGE = 2;
    /** The figures cannot be trusted. */
    static final int INVALID = 3;

    private ExitCode() {}
}
