package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.RunResult;
import java.io.PrintWriter;

/** The end of a run in the console: whether it is valid, figures per request, errors, the generator, each assertion. */
public final class Verdict {

    private Verdict() {}

    /**
     * Prints it.
     *
     * @param colour whether {@code out} is a terminal that understands ANSI colours
     */
    public static void print(RunResult result, PrintWriter out, boolean colour) {}
}
