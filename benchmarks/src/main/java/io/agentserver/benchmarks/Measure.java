package io.agentserver.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Puts one kind of load on a server that already runs, for profiling by hand.
 *
 * <pre>
 * java -cp agent-benchmarks.jar io.agentserver.benchmarks.Measure health|connect|hold|heartbeat|dispatch --port N
 *     [--api-key K] [--devices N] [--concurrency N] [--rate N] [--warmup SECONDS] [--seconds N]
 * </pre>
 */
public final class Measure {

    private static final Set<String> KNOWN =
            Set.of("port", "api-key", "devices", "concurrency", "rate", "warmup", "seconds");

    private final Arguments arguments;
    private final Target target;
    private final Duration duration;

    private Measure(Arguments arguments) {
        this.arguments = arguments;
        this.target = new Target(arguments.number("port", 5_000), arguments.text("api-key", "bench"));
        this.duration = Duration.ofSeconds(arguments.number("seconds", 10));
    }

    /** Runs the load named by the first word. */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("measure: say what to do: health, connect, hold, heartbeat or dispatch");
            System.exit(2);
        }
        new Measure(Arguments.parse(args, 1, KNOWN)).run(args[0]);
    }

    private void run(String load) {
        switch (load) {
            case "health" -> health();
            case "connect" -> connect();
            case "hold" -> hold();
            case "heartbeat" -> heartbeat();
            case "dispatch" -> dispatch();
            default ->
                throw new IllegalArgumentException(
                        load + ": unknown (expected: health, connect, hold, heartbeat or dispatch)");
        }
    }

    private void health() {
        int connections = arguments.number("concurrency", 32);
        int rate = arguments.number("rate", 0);
        if (rate == 0) {
            System.out.printf("%.0f answers per second%n", new HealthLoad(target, connections).perSecond(duration));
            return;
        }
        try (ClientLoop loop = new ClientLoop();
                HealthPace health = HealthPace.open(loop, target, connections)) {
            health.run(rate, Duration.ofSeconds(arguments.number("warmup", 0)));
            Histogram latency = health.run(rate, duration);
            System.out.printf(
                    Locale.ROOT,
                    "p50 %.3f ms, p99 %.3f ms%n",
                    latency.getValueAtPercentile(50) / 1e3,
                    latency.getValueAtPercentile(99) / 1e3);
        }
    }

    private void connect() {
        int devices = arguments.number("devices", 10_000);
        long end = System.nanoTime() + duration.toNanos();
        try (ClientLoop loop = new ClientLoop()) {
            for (int storm = 1; System.nanoTime() < end; storm++) {
                try (Fleet fleet = new Fleet(loop, target, "storm-" + storm)) {
                    double seconds = fleet.connect(devices).toNanos() / 1e9;
                    System.out.printf("%.0f devices per second%n", devices / seconds);
                }
                Pauses.settle();
            }
        }
    }

    private void hold() {
        try (ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, target, "idle")) {
            fleet.connect(arguments.number("devices", 1_000));
            System.out.println("All devices are registered.");
            LockSupport.parkNanos(duration.toNanos());
        }
    }

    private void heartbeat() {
        try (ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, target, "beating")) {
            fleet.connect(arguments.number("devices", 1_000));
            HeartbeatLoad load = HeartbeatLoad.of(loop, fleet);
            HeartbeatLoad.Outcome outcome = load.run(arguments.number("rate", 1_000), duration);
            System.out.printf(
                    "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms; the client used %.2f cores%n",
                    outcome.millis(50), outcome.millis(99), outcome.millis(99.9), outcome.generatorCpu());
        }
    }

    private void dispatch() {
        int rate = arguments.number("rate", 0);
        try (ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, target, "worker")) {
            fleet.connect(arguments.number("devices", 1_000));
            try (DispatchLoad load = DispatchLoad.open(loop, target, fleet, arguments.number("concurrency", 64))) {
                DispatchLoad.Outcome outcome = rate == 0 ? load.closedLoop(duration) : load.openLoop(rate, duration);
                System.out.printf(
                        "%.0f rounds per second; p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms; the client used %.2f cores%n",
                        outcome.perSecond(),
                        outcome.latencyMillis(50),
                        outcome.latencyMillis(99),
                        outcome.latencyMillis(99.9),
                        outcome.generatorCpu());
            }
        }
    }
}
