package io.agentserver.benchmarks;

/** One thing to measure of a freshly started server. */
interface Measurement {

    /** Whether the server can do it at all. */
    default boolean fits(Subject subject) {
        return true;
    }

    /** Measures and adds what came out to the table. */
    void run(ServerProcess server, Subject subject, Table table);
}
