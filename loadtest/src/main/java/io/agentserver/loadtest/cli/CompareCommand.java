package io.agentserver.loadtest.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code compare}: two report folders side by side, with a verdict that allows for noise. */
@Command(name = "compare")
public final class CompareCommand implements Callable<Integer> {

    /**
     * @param out where the table goes
     * @param err where faults go
     */
    public CompareCommand(PrintWriter out, PrintWriter err) {}

    /** 0 fine, 1 a regression, 2 folders that cannot be read, 3 a run that is not valid. */
    @Override
    public Integer call() {
        return 0;
    }
}
