package io.agentserver.loadtest.engine;

/**
 * When the run starts, and the time in which requests must be planned to count. Until it is set nothing counts. Each shard has
 * its own; confined to its thread.
 */
final class Window {

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

    boolean contains(long nanos) {
        return nanos - from >= 0 && nanos - to < 0;
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
