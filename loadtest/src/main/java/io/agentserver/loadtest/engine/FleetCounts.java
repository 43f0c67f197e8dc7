package io.agentserver.loadtest.engine;

/** What the simulated devices of one shard have seen. Confined to the shard's thread. */
final class FleetCounts {

    long registered;
    long lost;
    long commands;
    long tasks;
    long errors;

    private final String prefix;
    private long requestIds;

    FleetCounts(String prefix) {
        this.prefix = prefix;
    }

    /** An id that no other message of this run has. */
    String nextRequestId() {
        return prefix + requestIds++;
    }

    FleetCounts copy() {
        FleetCounts copy = new FleetCounts(prefix);
        copy.add(this);
        return copy;
    }

    void add(FleetCounts more) {
        registered += more.registered;
        lost += more.lost;
        commands += more.commands;
        tasks += more.tasks;
        errors += more.errors;
    }
}
