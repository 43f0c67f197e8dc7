package io.agentserver.protocol;

/** The keys of a {@link Command} in the order they are written (contract 2.6). */
enum CommandField implements WireField {
    TOOL_NAME("tool_name", Shape.TEXT),
    PARAMETERS("parameters", Shape.OBJECT),
    TOOL_TYPE("tool_type", Shape.TEXT),
    CALL_ID("call_id", Shape.TEXT);

    private final String wire;
    private final Shape shape;

    CommandField(String wire, Shape shape) {
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
