package io.agentserver.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures servers side by side, each in a process of its own, in turn, several rounds, and prints as Markdown what came
 * out, beside what is asked.
 *
 * <pre>
 * java -jar agent-benchmarks.jar MEASUREMENT...|all [--rounds N] [--devices N] [--concurrency N]
 *     [--java-opts "JVM FLAGS FOR ALL"] [--subject "hub|reactor|netty|JAR [JVM FLAGS] [-- ARGUMENTS]"]...
 *     [--hub JAR] [--load-tester JAR] [--folder PATH] [--write FILE]
 * </pre>
 */
public final class Bench {

    private static final Set<String> KNOWN =
            Set.of("rounds", "devices", "java-opts", "subject", "hub", "load-tester", "folder", "concurrency", "write");
    private static final int FEW_DEVICES = 1_000;
    private static final int MANY_DEVICES = 15_000;
    private static final int LONGEST_REASON = 200;

    private final Arguments arguments;
    private final Table table = new Table();
    private final List<Goal.Row> rows = new ArrayList<>();

    private Bench(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Runs the measurements named by the first words; exits with 1 when one of them failed. */
    public static void main(String[] args) {
        int options = 0;
        while (options < args.length && !args[options].startsWith("--")) {
            options++;
        }
        List<String> names = List.of(args).subList(0, options);
        try {
            Bench bench = new Bench(Arguments.parse(args, options, KNOWN));
            System.exit(bench.run(names.isEmpty() ? List.of("all") : names) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    /** In the order of the targets. */
    private List<Measurement> all() {
        int many = arguments.number("devices", MANY_DEVICES);
        int few = arguments.number("devices", FEW_DEVICES);
        return List.of(
                new HealthMeasurement(),
                new HealthLatencyMeasurement(Math.min(many, 1_500), many),
                new HoldMeasurement(Math.min(many, FEW_DEVICES), many),
                new ConnectMeasurement(many),
                new HeartbeatMeasurement(few),
                new DispatchMeasurement(few, arguments.number("concurrency", 64)),
                new SlowReaderMeasurement(few),
                new CycleMeasurement(many),
                new StartMeasurement(),
                new OracleMeasurement(),
                new GeneratorMeasurement(few),
                new GeneratorHealthMeasurement(),
                new MessageMeasurement(),
                new FleetMeasurement(2_000, arguments.number("devices", 10_000), Duration.ofMinutes(1)));
    }

    private List<Measurement> named(List<String> names) {
        List<Measurement> all = all();
        if (names.equals(List.of("all"))) {
            return all;
        }
        List<String> known = all.stream().map(Measurement::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + ": unknown (expected: all or some of "
                        + known.stream().collect(Collectors.joining(", ")) + ")");
            }
        }
        return all.stream()
                .filter(measurement -> names.contains(measurement.name()))
                .toList();
    }

    private boolean run(List<String> names) {
        List<Measurement> wanted = named(names);
        boolean fine = true;
        long began = System.nanoTime();
        try (ClientLoop loop = new ClientLoop()) {
            Lab lab = lab(loop);
            warmUpClient(lab);
            for (Measurement measurement : wanted) {
                fine &= measure(lab, measurement);
                write();
            }
        }
        System.out.print(page().markdown());
        System.err.printf(
                "bench: done in %d s%n",
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
        return fine;
    }

    /** After each measurement: one that is ended early has what was measured until then. */
    private void write() {
        if (!arguments.all("write").isEmpty()) {
            page().write(Path.of(arguments.text("write", "")));
        }
    }

    private Page page() {
        return Page.of(Machine.conditions(table), rows, table);
    }

    private Lab lab(ClientLoop loop) {
        String options = arguments.text("java-opts", "").trim();
        List<String> flags = options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
        return new Lab(
                loop,
                arguments.all("subject").stream()
                        .map(text -> Subject.parse(text, flags))
                        .toList(),
                flags,
                existing("hub", "server/target/agent-server.jar"),
                Path.of(arguments.text("load-tester", "loadtest/target/agent-loadtest.jar"))
                        .toAbsolutePath(),
                // Absolute, because the servers run in a folder of their own.
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
                Path.of(arguments.text("folder", "benchmarks/target/bench")).toAbsolutePath(),
                table);
    }

    private Path existing(String option, String usual) {
        Path jar = Path.of(arguments.text(option, usual)).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException("--" + option + ": " + jar + " does not exist (expected: a jar)");
        }
        return jar;
    }

    /** One measurement that fails must not cost the others. */
    private boolean measure(Lab lab, Measurement measurement) {
        try {
            measurement.run(lab, arguments.number("rounds", measurement.rounds()));
            measurement.goals().forEach(goal -> rows.add(goal.row(table)));
            return true;
        } catch (NotMeasuredException missing) {
            rows.addAll(Goal.rows(measurement.goals(), "not measured: " + missing.getMessage()));
            return true;
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            rows.addAll(Goal.rows(measurement.goals(), "**failed**: " + reason(failure)));
            return false;
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").replace('|', '/');
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + " …" : text;
    }

    /** The first storm of a fresh client is slow; let it not be the first server's. */
    private static void warmUpClient(Lab lab) {
        lab.say("warming the client up");
        Subject bare = Subject.parse("reactor", List.of());
        try (ServerProcess server = ServerProcess.start(bare, lab.hubJar(), lab.ownClassPath(), lab.folder());
                Fleet fleet = new Fleet(lab.loop(), server.target(), "client")) {
            fleet.connect(MANY_DEVICES);
        }
    }
}
