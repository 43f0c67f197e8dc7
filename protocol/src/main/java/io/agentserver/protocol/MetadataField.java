package io.agentserver.protocol;

/** The keys of a client message's metadata that the server reads (contract 2.8). A wrong value there counts as none. */
enum MetadataField implements WireField {
    PLATFORM("platform", Shape.ANY),
    SYSTEM_INFO("system_info", Shape.ANY);

    private final String wire;
    private final Shape shape;

    MetadataField(String wire, Shape shape) {
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
