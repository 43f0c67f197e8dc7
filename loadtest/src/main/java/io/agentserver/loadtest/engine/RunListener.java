package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.stats.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Hears of a run while it goes on, on the thread that runs it. */
public interface RunListener {

    /**
     * Before a run: gives the rehearsal another listener that does the same with what it hears, but leaves nothing behind. By
     * default there is no rehearsal.
     */
    default void rehearse(Consumer<RunListener> rehearsal) {}

    /** So many of the fleet are connected. */
    void connecting(int connected, int wanted);

    /** A second is over. */
    void second(Second second);

    /** The times, in microseconds from the planned start, of the requests that count and ended between those instants. */
    void interval(String request, Instant from, Instant to, Histogram times);

    /** Nothing more is planned; so many calls are under way, for that long at most. */
    void draining(int waiting, Duration left);
}
