package io.agentserver.loadtest.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a sample report to look at: its arguments are the folder and, if it is to be an invalid one, {@code invalid}. */
final class SampleReport {

    private SampleReport() {}

    public static void main(String[] arguments) throws IOException {
        SampleRun run = new SampleRun(1);
        if (arguments.length > 1) {
            run.invalid(
                    "The generator's event loops were 412 ms late at p99 (allowed: 10 ms): the machine had no CPU left.");
        }
        run.writeTo(Path.of(arguments[0]));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Verdict.print(run.result(), out, false);
        out.flush();
    }
}
