package io.agentserver.protocol.client;

/** The reconnect schedule has no further attempt; {@link #getCause()} is the last failure. */
public final class ReconnectFailedException extends AipClientException {

    private static final long serialVersionUID = 1L;

    private final int failures;

    ReconnectFailedException(String clientId, int failures, Throwable last) {
        super(
                "client '" + clientId + "' gave up after " + failures + " failures in a row, the last: "
                        + last.getMessage()
                        + ". Start it again, or set a reconnect schedule with more attempts",
                last);
        this.failures = failures;
    }

    /** How many attempts failed in a row, the loss of the last connection included. */
    public int failures() {
        return failures;
    }
}
