package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.List;

/** One thing to measure, and what is asked of it. */
interface Measurement {

    /** Load before the first figure: with fewer seconds the server's compiler still takes a good part of two cores. */
    Duration WARM_UP = Duration.ofSeconds(25);

    /** What the command line calls it. */
    String name();

    /** How many rounds make a median that can be trusted. */
    default int rounds() {
        return 3;
    }

    /** The rows of the page that it fills. */
    List<Goal> goals();

    /**
     * Measures that many rounds and adds what came out to the lab's table.
     *
     * @throws NotMeasuredException when something it needs is missing
     */
    void run(Lab lab, int rounds);
}
