package io.agentserver.loadtest.cli;

import java.io.PrintWriter;

/**
 * Where the commands write.
 *
 * @param out figures
 * @param err faults
 * @param isTerminal whether both are a terminal that understands colours
 */
record Terminal(PrintWriter out, PrintWriter err, boolean isTerminal) {

    /** The process's own. */
    static Terminal ofProcess() {
        boolean terminal = System.console() != null && System.getenv("NO_COLOR") == null;
        return new Terminal(new PrintWriter(System.out, true), new PrintWriter(System.err, true), terminal);
    }
}
