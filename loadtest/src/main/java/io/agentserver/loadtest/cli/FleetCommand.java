package io.agentserver.loadtest.cli;

import io.agentserver.loadtest.engine.FleetPlan;
import io.agentserver.loadtest.engine.FleetRun;
import io.agentserver.loadtest.engine.RunFailedException;
import io.agentserver.loadtest.net.Target;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet}: simulated devices only, until Ctrl-C. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Connect simulated devices that do what a server asks of them, until Ctrl-C or for --duration.")
final class FleetCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--devices", paramLabel = "N", defaultValue = "100", description = "How many. Default: 100.")
    private int devices;

    @Option(
            names = "--slow",
            paramLabel = "P%",
            defaultValue = "0%",
            converter = PercentText.class,
            description = "Of them think for 1 to 5 s before they answer.")
    private Double slow = 0.0;

    @Option(
            names = "--flaky",
            paramLabel = "P%",
            defaultValue = "0%",
            converter = PercentText.class,
            description = "Of them drop their connection every 20 s or so, and come back.")
    private Double flaky = 0.0;

    @Option(
            names = "--silent",
            paramLabel = "P%",
            defaultValue = "0%",
            converter = PercentText.class,
            description = "Of them never answer commands.")
    private Double silent = 0.0;

    @Option(
            names = "--prefix",
            paramLabel = "ID",
            defaultValue = "fleet",
            description = "Their ids are ID-d0, ID-d1, ... Default: fleet.")
    private String prefix = "";

    @Option(names = "--duration", paramLabel = "D", description = "End by itself after that time.")
    private @Nullable Duration duration;

    private final Terminal terminal;

    FleetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Target target = server.target();
        FleetPlan plan;
        try {
            plan = new FleetPlan(devices, false, slow, flaky, silent);
        } catch (IllegalArgumentException e) {
            throw new UsageFault(String.valueOf(e.getMessage()));
        }
        ServerOptions.checkDescriptors(devices);
        FleetRun run = new FleetRun(target, plan, prefix, server.threads(), duration, new FleetConsole(terminal));
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Interrupts.handle(run::end, exitCode);
        int code = ExitCode.FAILED;
        try {
            run.run();
            code = ExitCode.FINE;
        } catch (RunFailedException e) {
            terminal.err().println("agent-loadtest: " + target.url() + ": " + e.getMessage());
        } finally {
            exitCode.complete(code);
        }
        return code;
    }
}
