package io.agentserver.loadtest;

/**
 * What came back, for checks.
 *
 * @param status an HTTP status; of an AIP message {@code ok}, {@code completed} or {@code failed}
 * @param body the HTTP body or the AIP message; empty when no check asked for it
 */
public record Reply(String status, byte[] body) {

    private static final byte[] NOTHING = {};

    /** A reply whose body nobody wants. */
    public static Reply of(String status) {
        return new Reply(status, NOTHING);
    }
}
