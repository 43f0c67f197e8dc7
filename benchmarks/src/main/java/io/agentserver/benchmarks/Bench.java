package io.agentserver.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Measures servers side by side: each in a process of its own, in turn, several rounds, and prints one Markdown table.
 *
 * <pre>
 * java -jar agent-benchmarks.jar health|connect|hold|dispatch|start|all [--rounds N] [--devices N]
 *     [--java-opts "JVM FLAGS FOR ALL"] [--subject "hub|reactor|netty|JAR [JVM FLAGS] [-- ARGUMENTS]"]...
 *     [--hub JAR] [--folder PATH] [--concurrency N]
 * </pre>
 */
public final class Bench {

    private static final Set<String> KNOWN =
            Set.of("rounds", "devices", "java-opts", "subject", "hub", "folder", "concurrency");
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration DISPATCH_WARM_UP = Duration.ofSeconds(15);
    private static final Duration WINDOW = Duration.ofSeconds(8);
    private static final int FEW_DEVICES = 1_000;
    private static final int MANY_DEVICES = 15_000;

    private final Arguments arguments;
    private final List<Subject> subjects;
    private final Path hubJar;
    private final String ownClassPath;
    private final Path folder;
    private final Table table = new Table();

    private Bench(Arguments arguments) {
        this.arguments = arguments;
        this.subjects = subjects(arguments);
        this.hubJar =
                Path.of(arguments.text("hub", "server/target/agent-server.jar")).toAbsolutePath();
        // Absolute, because the servers run in a folder of their own.
        this.ownClassPath =
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
        this.folder =
                Path.of(arguments.text("folder", "benchmarks/target/bench")).toAbsolutePath();
    }

    /** Runs the measurement named by the first word. */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("bench: say what to measure: health, connect, hold, dispatch, start or all");
            System.exit(2);
        }
        new Bench(Arguments.parse(args, 1, KNOWN)).run(args[0]);
    }

    private static List<Subject> subjects(Arguments arguments) {
        String options = arguments.text("java-opts", "").trim();
        List<String> flags = options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
        List<String> wanted = arguments.all("subject");
        return (wanted.isEmpty() ? List.of("hub", "reactor", "netty") : wanted)
                .stream().map(text -> Subject.parse(text, flags)).toList();
    }

    private void run(String name) {
        if (!Files.exists(hubJar)) {
            throw new IllegalArgumentException("--hub: " + hubJar + " does not exist (expected: the packaged server)");
        }
        System.err.println("bench: health is asked by " + (HealthLoad.wrkInstalled() ? "wrk" : "our own client"));
        try (ClientLoop loop = new ClientLoop()) {
            warmUpClient(loop);
            for (String each :
                    name.equals("all") ? List.of("start", "health", "connect", "hold", "dispatch") : List.of(name)) {
                alternate(each, measurement(each, loop));
            }
        }
        System.out.print(table.markdown());
    }

    private Measurement measurement(String name, ClientLoop loop) {
        return switch (name) {
            case "health" -> new HealthMeasurement(WARM_UP, WINDOW);
            case "connect" -> new ConnectMeasurement(loop, arguments.number("devices", MANY_DEVICES));
            case "hold" -> new HoldMeasurement(loop, FEW_DEVICES, arguments.number("devices", MANY_DEVICES));
            case "dispatch" ->
                new DispatchMeasurement(
                        loop,
                        arguments.number("devices", FEW_DEVICES),
                        arguments.number("concurrency", 64),
                        DISPATCH_WARM_UP,
                        WINDOW);
            case "start" -> new StartMeasurement();
            default ->
                throw new IllegalArgumentException(
                        name + ": unknown (expected: health, connect, hold, dispatch, start or all)");
        };
    }

    /** One subject after the other, then all again: what changes on the machine meanwhile meets all alike. */
    private void alternate(String name, Measurement measurement) {
        int rounds = arguments.number("rounds", name.equals("start") ? 10 : 5);
        for (int round = 1; round <= rounds; round++) {
            for (Subject subject : subjects) {
                if (measurement.fits(subject)) {
                    System.err.println(
                            "bench: " + name + ", round " + round + " of " + rounds + ", " + subject.title());
                    measure(name, measurement, subject);
                }
            }
        }
    }

    /** A figure taken while others kept the machine busy is worth little; the table says how busy. */
    private void measure(String name, Measurement measurement, Subject subject) {
        long began = System.nanoTime();
        double others = CpuClock.machine() - CpuClock.self();
        try (ServerProcess server = ServerProcess.start(subject, hubJar, ownClassPath, folder)) {
            measurement.run(server, subject, table);
            others = CpuClock.machine() - CpuClock.self() - server.cpuSeconds() - others;
        }
        table.add(name + ": cores others used meanwhile", subject, others * 1e9 / (System.nanoTime() - began));
    }

    /** The first storm of a fresh client is slow; let it not be the first subject's. */
    private void warmUpClient(ClientLoop loop) {
        Subject bare = Subject.parse("reactor", List.of());
        try (ServerProcess server = ServerProcess.start(bare, hubJar, ownClassPath, folder);
                Fleet fleet = new Fleet(loop, server.target(), "client")) {
            fleet.connect(MANY_DEVICES);
        }
    }
}
