package io.agentserver.loadtest;

/** A text or function asked for an attribute that its session does not have. The request counts as failed, unsent. */
public final class MissingAttributeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MissingAttributeException(String name) {
        super("attribute " + name + ": not in the session (expected: set by a feeder, a check's saveAs or a function)");
    }
}
