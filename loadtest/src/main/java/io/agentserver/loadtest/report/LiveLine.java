package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.Second;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * What a run prints while it runs: each second its progress and, per request name, what was planned, sent and answered. On a
 * terminal the lines are drawn over, elsewhere each second is one plain line. Not thread-safe.
 */
public final class LiveLine {

    /**
     * @param out where to print; flushed after each second
     * @param terminal whether {@code out} is a terminal that understands ANSI sequences
     */
    public LiveLine(PrintWriter out, boolean terminal, Duration ramp, Duration warmUp, Duration duration) {}

    /** Prints one second that is over. */
    public void second(Second second) {}

    /** Prints what waits for answers after the last planned request, once a second. */
    public void draining(int waiting, Duration left) {}

    /** Ends the drawing, so that what is printed next begins on a line of its own. */
    public void end() {}
}
