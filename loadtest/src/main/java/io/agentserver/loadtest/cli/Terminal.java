package io.agentserver.loadtest.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

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
        // What a terminal shows and a log file should hold, whatever the locale of a bare container says.
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal);
    }
}
