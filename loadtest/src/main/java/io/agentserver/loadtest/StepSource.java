package io.agentserver.loadtest;

/** Something that {@code exec} takes: a chain, or a request that has been described. */
@FunctionalInterface
public interface StepSource {

    /** What it comes to. */
    Step step();
}
