package io.agentserver.loadtest.engine;

/** How a simulated device behaves. */
public enum Personality {
    /** Does at once what it is told. */
    PROMPT,
    /** Thinks for one to five seconds before it answers commands. */
    SLOW,
    /** Drops its connection now and then, and comes back. */
    FLAKY,
    /** Never answers commands. */
    SILENT
}
