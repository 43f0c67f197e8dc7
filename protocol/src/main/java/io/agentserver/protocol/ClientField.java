package io.agentserver.protocol;

/**
 * The keys of a client message in the order they are written (contract 2.3). The last one is no key of the original; a
 * client may add it to a {@code task_end} (contract 3.12).
 */
enum ClientField implements WireField {
    TYPE("type", Shape.TEXT),
    STATUS("status", Shape.TEXT),
    CLIENT_TYPE("client_type", Shape.TEXT),
    SESSION_ID("session_id", Shape.TEXT),
    TASK_NAME("task_name", Shape.TEXT),
    CLIENT_ID("client_id", Shape.TEXT),
    TARGET_ID("target_id", Shape.TEXT),
    REQUEST("request", Shape.TEXT),
    ACTION_RESULTS("action_results", Shape.LIST),
    TIMESTAMP("timestamp", Shape.TEXT),
    REQUEST_ID("request_id", Shape.TEXT),
    PREV_RESPONSE_ID("prev_response_id", Shape.TEXT),
    ERROR("error", Shape.TEXT),
    METADATA("metadata", Shape.OBJECT),
    RESULT("result", Shape.ANY);

    private final String wire;
    private final Shape shape;

    ClientField(String wire, Shape shape) {
        this.wire = wire;
        this.shape = shape;
    }

    @Override
    public String wire() {
        return wire;
    }

    @Override
    public Shape shape() {
        return shape;
    }
}
