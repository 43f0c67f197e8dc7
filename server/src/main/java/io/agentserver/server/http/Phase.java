package io.agentserver.server.http;

/** Where the server is in its life: it starts, serves, drains, and never goes back. Any thread. */
final class Phase {

    private volatile boolean started;
    private volatile boolean draining;

    /** Everything runs. */
    void serve() {
        started = true;
    }

    /** From now on nothing new begins. */
    void drain() {
        draining = true;
    }

    boolean isStarting() {
        return !started;
    }

    boolean isDraining() {
        return draining;
    }
}
