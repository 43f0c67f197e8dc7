package io.agentserver.protocol;

/** The keys of a {@link Result} in the order they are written (contract 2.6). */
enum ResultField implements WireField {
    STATUS("status", Shape.ANY),
    ERROR("error", Shape.TEXT),
    RESULT("result", Shape.ANY),
    NAMESPACE("namespace", Shape.TEXT),
    CALL_ID("call_id", Shape.TEXT);

    private final String wire;
    private final Shape shape;

    ResultField(String wire, Shape shape) {
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
