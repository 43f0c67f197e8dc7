package io.agentserver.protocol;

/** The keys of a server message in the order they are written (contract 2.4). */
enum ServerField implements WireField {
    TYPE("type", Shape.TEXT),
    STATUS("status", Shape.TEXT),
    USER_REQUEST("user_request", Shape.TEXT),
    AGENT_NAME("agent_name", Shape.TEXT),
    PROCESS_NAME("process_name", Shape.TEXT),
    ROOT_NAME("root_name", Shape.TEXT),
    ACTIONS("actions", Shape.LIST),
    MESSAGES("messages", Shape.LIST),
    ERROR("error", Shape.TEXT),
    SESSION_ID("session_id", Shape.TEXT),
    TASK_NAME("task_name", Shape.TEXT),
    TIMESTAMP("timestamp", Shape.TEXT),
    RESPONSE_ID("response_id", Shape.TEXT),
    RESULT("result", Shape.ANY);

    private final String wire;
    private final Shape shape;

    ServerField(String wire, Shape shape) {
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
