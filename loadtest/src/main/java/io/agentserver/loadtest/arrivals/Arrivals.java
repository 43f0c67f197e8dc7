package io.agentserver.loadtest.arrivals;

import java.util.PrimitiveIterator;

/**
 * When the users of an open workload start, whatever becomes of those before them. A pure value: the same seed gives the
 * same times on any thread, any number of times.
 */
public interface Arrivals {

    /** How long it takes, in nanoseconds; the next sequence starts then. */
    long durationNanos();

    /** The start times in nanoseconds, none before 0 or the one before it. Only random sequences look at the seed. */
    PrimitiveIterator.OfLong times(long seed);
}
