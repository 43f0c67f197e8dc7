package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Step;

/** Sends a request and waits for its end. */
final class RequestNode extends Node {

    private final Step.Request request;
    private final int stats;
    private final int httpStats;
    private final Node next;

    /**
     * @param stats the number of its figures
     * @param httpStats the number of the figures of its HTTP part, or -1
     */
    RequestNode(Step.Request request, int stats, int httpStats, Node next) {
        this.request = request;
        this.stats = stats;
        this.httpStats = httpStats;
        this.next = next;
    }

    Step.Request request() {
        return request;
    }

    int stats() {
        return stats;
    }

    int httpStats() {
        return httpStats;
    }

    Node next() {
        return next;
    }

    @Override
    void run(User user) {
        user.shard().begin(this, user);
    }
}
