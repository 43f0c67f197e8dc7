package io.agentserver.loadtest.engine;

/**
 * When the run starts, and the time in which requests must be planned to count. Until it is set nothing counts. Each shard has
 * its own; confined to its thread.
 */
final class Window {

    /** The {@link #side} of what does not count. */
    static final int OUTSIDE = 0;

    /** The {@link #side} of what counts. */
    static final int INSIDE = 1;

    private long start;
    private long from;
    private long to;

    /** Begins with nothing inside. */
    Window() {}

    Window(long start, long from, long to) {
        set(start, from, to);
    }

    void set(long newStart, long newFrom, long newTo) {
        start = newStart;
        from = newFrom;
        to = newTo;
    }

    /** When the ramp begins. */
    long start() {
        return start;
    }

    long to() {
        return to;
    }

    /**
     * {@link #INSIDE} for a time inside it, {@link #OUTSIDE} for one that is not. Found without a branch: whatever is done with one is the same code as what is
     * done with the other. Otherwise the JVM would compile the way of a request as if none ever counted, and would have to
     * begin anew with the first that does, within the time in which it is measured.
     */
    int side(long nanos) {
        return (int) ((~(nanos - from) & nanos - to) >>> Long.SIZE - 1);
    }

    /** Whether a time from {@code since} to {@code until} has something in common with it. */
    boolean overlaps(long since, long until) {
        return until - from > 0 && since - to < 0;
    }

    /** Ends it then, unless it has ended. */
    void endAt(long nanos) {
        if (nanos - to < 0) {
            to = nanos;
        }
    }
}
