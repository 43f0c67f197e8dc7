package io.agentserver.loadtest.cli;

import io.agentserver.loadtest.Assertion;
import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import io.agentserver.loadtest.engine.FleetPlan;
import io.agentserver.loadtest.engine.LoadRun;
import io.agentserver.loadtest.engine.RunFailedException;
import io.agentserver.loadtest.engine.RunPlan;
import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.report.ReportFolder;
import io.agentserver.loadtest.report.Verdict;
import io.agentserver.loadtest.stats.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: one scenario against one server, and what came of it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Run a scenario: connect, heartbeat, health, clients, dispatch, constellation, mixed,",
            "or the name of a Simulation class.",
            "Time runs ramp, warm-up, then duration; requests planned inside the duration count."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:an assertion failed, or the server stayed away to the end",
            "2:usage",
            "3:the figures cannot be trusted; goes before 1"
        })
final class RunCommand implements Callable<Integer> {

    /** While a server stalls every request needs a connection of its own, as the users it stands for would have. */
    private static final int HTTP_CONNECTIONS = 8_192;

    private static final int FEW_HTTP_CONNECTIONS = 64;

    @Parameters(paramLabel = "SCENARIO", description = "What to run.")
    private String scenario = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "100",
            description = "Simulated devices. Default: 100.")
    private int devices;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Open workload: starts per second, whatever becomes of them.")
    private @Nullable Double rate;

    @Option(names = "--users", paramLabel = "U", description = "Closed workload: that many users at once.")
    private @Nullable Integer users;

    @Option(names = "--ramp", paramLabel = "D", description = "The load grows for that time first. Default: 0s.")
    private @Nullable Duration ramp;

    @Option(names = "--warmup", paramLabel = "D", description = "Then runs for that time uncounted. Default: 5s.")
    private @Nullable Duration warmUp;

    @Option(names = "--duration", paramLabel = "D", description = "Then counts for that time. Default: 30s.")
    private @Nullable Duration duration;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "An answer is waited for so long from the planned time. Default: 60s.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "HTTP connections at most, in all; who finds none free waits, which counts. Default: "
                    + HTTP_CONNECTIONS + ", or --users if more.")
    private @Nullable Integer connections;

    @Option(names = "--report", paramLabel = "DIR", description = "Write the report there.")
    private @Nullable Path report;

    @Option(names = "--seed", paramLabel = "N", description = "Repeat the arrivals of the run with that seed.")
    private @Nullable Long seed;

    @Option(
            names = "--classes",
            paramLabel = "PATH",
            description = "Folder or jar with Simulation classes; may be repeated.")
    private List<Path> classes = new ArrayList<>();

    @Option(
            names = "--assert",
            paramLabel = "TEXT",
            description = "What must hold, such as \"dispatch.p99 < 50ms\"; may be repeated.")
    private List<String> assertions = new ArrayList<>();

    private final Terminal terminal;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Target target = server.target();
        RunPlan plan = plan();
        try (ReportFolder folder = report == null ? null : ReportFolder.open(report)) {
            return run(target, plan, folder);
        } catch (IOException e) {
            throw new UsageFault("--report: " + e.getMessage());
        }
    }

    private int run(Target target, RunPlan plan, @Nullable ReportFolder folder) throws InterruptedException {
        PrintWriter err = terminal.err();
        RunConsole console = new RunConsole(terminal, folder, plan.ramp(), plan.warmUp(), counted(plan));
        LoadRun run = new LoadRun(
                target,
                plan,
                Main.version(),
                console,
                fault -> err.println("agent-loadtest: in the scenario: " + fault));
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Interrupts.handle(run::interrupt, exitCode);
        int code = ExitCode.FAILED;
        try {
            RunResult result = run.run();
            console.end();
            // On the console first: a full disk must not cost the figures.
            Verdict.print(result, terminal.out(), terminal.isTerminal());
            terminal.out().flush();
            code = result.exitCode();
            if (folder != null) {
                folder.finish(result);
                terminal.out().println("Report: " + folder.index());
            }
        } catch (RunFailedException e) {
            console.end();
            err.println("agent-loadtest: " + target.url() + ": " + e.getMessage());
        } catch (IOException e) {
            err.println("agent-loadtest: --report: " + e.getMessage());
            code = code == ExitCode.FINE ? ExitCode.FAILED : code;
        } finally {
            exitCode.complete(code);
        }
        return code;
    }

    /** How long requests count; of a simulation that ends with its users, as long as it starts some. */
    private static Duration counted(RunPlan plan) {
        Duration fixed = plan.duration();
        if (fixed != null) {
            return fixed;
        }
        long starts = plan.populations().stream()
                .mapToLong(Population::durationNanos)
                .max()
                .orElse(0);
        return Duration.ofNanos(Math.max(0, starts - plan.warmUp().toNanos()));
    }

    private RunPlan plan() {
        checkNumbers();
        boolean builtIn = SimulationLoader.isBuiltIn(scenario);
        if (builtIn && rate == null && users == null && !scenario.equals("connect")) {
            throw new UsageFault("--rate, --users: neither is given (expected: one of them)");
        }
        if (scenario.equals("connect") && rate == null && users == null && (warmUp != null || duration != null)) {
            throw new UsageFault("--warmup, --duration: connect without a rate ends when all are connected"
                    + " (expected: neither of them, or --rate or --users too)");
        }
        Settings settings = new Settings(
                devices,
                rate,
                users,
                orElse(ramp, Settings.DEFAULTS.ramp()),
                orElse(warmUp, Settings.DEFAULTS.warmUp()),
                orElse(duration, Settings.DEFAULTS.duration()));
        List<Assertion> asserted = new ArrayList<>();
        try {
            assertions.forEach(text -> asserted.add(Assertion.parse(text)));
            Simulation.Definition definition =
                    new SimulationLoader(classes).load(scenario, settings).definition();
            asserted.addAll(definition.assertions());
            return plan(settings, definition, asserted, rate != null || users != null);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageFault(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Of a simulation with a profile of its own every request counts, unless it or the command line says otherwise.
     *
     * @param standard whether a load was asked for, which grows for the ramp, then warms up
     */
    private RunPlan plan(
            Settings settings, Simulation.Definition definition, List<Assertion> asserted, boolean standard) {
        Duration own = warmUp != null ? warmUp : orElse(definition.warmUp(), Duration.ZERO);
        Duration most = duration != null ? duration : definition.maxDuration();
        long number = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        FleetPlan fleet = FleetPlan.of(definition.fleetDevices(), definition.fleetConstellations());
        int httpConnections = httpConnections(fleet.connections() + ownConnections());
        boolean storm = scenario.equals("connect");
        return new RunPlan(
                scenario,
                "load" + Long.toString(System.currentTimeMillis() % 1_000_000_000, 36),
                definition.populations(),
                fleet,
                asserted,
                standard ? settings.ramp() : Duration.ZERO,
                standard ? settings.warmUp() : storm ? Duration.ZERO : own,
                standard ? settings.duration() : storm ? null : most,
                timeout,
                number,
                server.threads(),
                httpConnections,
                definition.keepConnections(),
                shown(settings, number));
    }

    private Map<String, String> shown(Settings settings, long number) {
        Map<String, String> shown = new LinkedHashMap<>();
        if (rate != null) {
            shown.put("rate", rate + "/s");
        }
        if (users != null) {
            shown.put("users", users.toString());
        }
        shown.put("devices", Integer.toString(settings.devices()));
        if (connections != null) {
            shown.put("connections", connections.toString());
        }
        shown.put("timeout", timeout.toMillis() + " ms");
        shown.put("seed", Long.toString(number));
        shown.put("threads", Integer.toString(server.threads()));
        return shown;
    }

    private int ownConnections() {
        return scenario.equals("connect") ? devices : 0;
    }

    /** As many as were asked for, else as many as there may be, of what the other connections leave. */
    private int httpConnections(int others) {
        ServerOptions.checkDescriptors(others + (long) (connections == null ? FEW_HTTP_CONNECTIONS : connections));
        if (connections != null) {
            return connections;
        }
        long left = ServerOptions.mostConnections() - others;
        return (int) Math.min(left, Math.max(HTTP_CONNECTIONS, users == null ? 0 : users));
    }

    private void checkNumbers() {
        if (rate != null && users != null) {
            throw new UsageFault("--rate, --users: both are given (expected: one of them)");
        }
        if (rate != null && !(rate > 0 && rate <= 1_000_000)) {
            throw new UsageFault("--rate: " + rate + " (expected: more than 0, at most 1000000)");
        }
        if (users != null && (users < 1 || users > 1_000_000)) {
            throw new UsageFault("--users: " + users + " (expected: 1 to 1000000)");
        }
        // Connections belong to event loops, which do not lend each other any.
        if (connections != null && connections < server.threads()) {
            throw new UsageFault("--connections: " + connections + " (expected: " + server.threads()
                    + " or more, one for each of the --threads)");
        }
        if (devices < 0) {
            throw new UsageFault("--devices: " + devices + " (expected: 0 or more)");
        }
        if (timeout.isZero()) {
            throw new UsageFault("--timeout: 0 (expected: more)");
        }
        if (duration != null && duration.isZero()) {
            throw new UsageFault("--duration: 0 (expected: more)");
        }
    }

    private static Duration orElse(@Nullable Duration value, Duration otherwise) {
        return value == null ? otherwise : value;
    }
}
