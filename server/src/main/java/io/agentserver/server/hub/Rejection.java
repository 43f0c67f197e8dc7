package io.agentserver.server.hub;

/** What was refused; a closed set, so that it can label a metric. */
public enum Rejection {
    /** A wrong or missing key. */
    UNAUTHORIZED("unauthorized"),
    /** A Host or Origin that is not allowed. */
    FORBIDDEN_ORIGIN("forbidden_origin"),
    /** The connection limit. */
    CONNECTION_LIMIT("connection_limit"),
    /** A cap on sessions. */
    SESSION_LIMIT("session_limit"),
    /** New work while the server drains. */
    DRAINING("draining"),
    /** A wrong or missing first message, or none in time. */
    BAD_REGISTRATION("bad_registration"),
    /** A client id in use. */
    DUPLICATE_ID("duplicate_id"),
    /** A message that is not AIP. */
    INVALID_MESSAGE("invalid_message"),
    /** A message that its sender may not send (contract 3.16). */
    NOT_ALLOWED("not_allowed"),
    /** A binary frame or transfer. */
    BINARY("binary"),
    /** A request body over the limit. */
    BODY_LIMIT("body_limit"),
    /** A request to the HTTP API that cannot be understood. */
    BAD_REQUEST("bad_request");

    private final String label;

    Rejection(String label) {
        this.label = label;
    }

    /** The word used as a metric's label. */
    public String label() {
        return label;
    }
}
