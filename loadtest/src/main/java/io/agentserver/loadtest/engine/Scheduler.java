package io.agentserver.loadtest.engine;

/** The time of a shard, and what is to happen later in it. Tests have a virtual one. */
interface Scheduler {

    /** Now, as {@link System#nanoTime()} counts. */
    long now();

    /** Runs that at that time, or as soon after it as the shard's thread can. */
    void at(long nanos, Runnable task);
}
