package io.agentserver.loadtest.cli;

/** Something about the command line that cannot be run; exit code 2. The message is all there is to say. */
final class UsageFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageFault(String message) {
        super(message);
    }
}
