package io.agentserver.loadtest.engine;

/** An HTTP request on its way through a pool. Confined to the pool's thread. */
interface HttpJob {

    /** The whole request, headers and all. */
    byte[] bytes();

    /** Whether the body of the answer is wanted. */
    boolean wantsBody();

    /** Whether it is a HEAD request, whose answer has no body. */
    boolean isHead();

    /** Whether it may be sent again when a kept connection turned out to be closed already. */
    boolean isRepeatable();

    /** Whether it has been given up meanwhile. */
    boolean isOver();

    /** Its bytes go out now, over that. */
    void sending(Call.Holder holder);

    /** Too much waits already. */
    void refused();

    void answered(int status, byte[] body);

    void failed(String kind);
}
