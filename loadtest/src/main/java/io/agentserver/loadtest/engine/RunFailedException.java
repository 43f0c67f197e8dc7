package io.agentserver.loadtest.engine;

/** A run that never began. */
public final class RunFailedException extends Exception {

    private static final long serialVersionUID = 1;

    RunFailedException(String message) {
        super(message);
    }
}
