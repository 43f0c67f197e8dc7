package io.agentserver.server.http;

/** Whether the server is on its way out: once it is, it stays so. Any thread. */
final class Drain {

    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
