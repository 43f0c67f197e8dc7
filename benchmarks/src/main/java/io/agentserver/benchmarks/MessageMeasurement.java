package io.agentserver.benchmarks;

import io.agentserver.server.ws.MessageBenchmark;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** P-12: what one message costs the hub, from the frame to the reply, by JMH in a process of its own. */
record MessageMeasurement() implements Measurement {

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String BYTES = "P-12 bytes allocated, ";
    private static final String MICROS = "P-12 µs, ";
    private static final String ROUTED = "parsed and routed";

    /** What the benchmarks are called in the table. */
    private static final Map<String, String> LABELS =
            Map.of("parseAndRoute", ROUTED, "answerHeartbeat", "heartbeat with its answer");

    @Override
    public String name() {
        return "message";
    }

    @Override
    public int rounds() {
        return 2;
    }

    @Override
    public List<Goal> goals() {
        String title = "parse and route one message of 300 bytes: ";
        return List.of(
                Goal.atMost("P-12", title + "allocated", BYTES + ROUTED, 400, " B"),
                Goal.atMost("P-12", title + "time", MICROS + ROUTED, 2, " µs"));
    }

    @Override
    public void run(Lab lab, int rounds) {
        lab.say(name() + ", " + rounds + " JVMs");
        Options options = new OptionsBuilder()
                .include(MessageBenchmark.class.getName())
                .forks(rounds)
                .jvmArgs(lab.flags().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Subject subject = Subject.parse("hub", lab.flags());
        try {
            for (RunResult run : new Runner(options).run()) {
                String method = run.getPrimaryResult().getLabel();
                String label = LABELS.getOrDefault(method, method);
                for (BenchmarkResult fork : run.getBenchmarkResults()) {
                    for (IterationResult iteration : fork.getIterationResults()) {
                        lab.table()
                                .add(
                                        MICROS + label,
                                        subject,
                                        iteration.getPrimaryResult().getScore());
                        Result<?> allocated = iteration.getSecondaryResults().get(ALLOCATION);
                        if (allocated == null) {
                            throw new IllegalStateException("JMH has not measured what is allocated");
                        }
                        lab.table().add(BYTES + label, subject, allocated.getScore());
                    }
                }
            }
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
