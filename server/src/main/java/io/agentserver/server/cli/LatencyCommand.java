package io.agentserver.server.cli;

import io.agentserver.server.cli.log.ConsoleForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import reactor.core.publisher.Mono;

/** {@code latency}: measures a server's answers from outside, round by round, and prints the report of contract 5.8. */
final class LatencyCommand implements Command {

    private static final int MOST_ROUNDS = 1_000_000;

    /** What is measured in a round, by its name in the report. */
    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("health", "/api/health");
        PATHS.put("clients", "/api/clients");
    }

    private final Terminal terminal;

    LatencyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(
                        this,
                        "latency",
                        "Measure how long a server takes to answer /api/health and /api/clients, and print a report.")
                .addOption(Options.value("--url", "URL", "The server. Default: http://127.0.0.1:5000."))
                .addOption(Options.value("--rounds", "N", "How often each is measured. Default: 100."))
                .addOption(Options.value("--pause", "DURATION", "Time between two rounds. Default: 1s."));
        ClientKey.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        String url = ServerUrl.http(Options.get(arguments, "--url", "http://127.0.0.1:5000"));
        int rounds = rounds(Options.get(arguments, "--rounds", "100"));
        String pause = Options.get(arguments, "--pause", "1s");
        Duration between = DurationText.parse(pause)
                .orElseThrow(() -> CommandFailure.option("--pause", pause, "a duration such as 500ms, 1s or 1m"));
        CommandLogging.configure(LogLevel.ERROR, ConsoleForm.PLAIN);
        LatencyProbe probe = new LatencyProbe(url, ClientKey.read(arguments, terminal.environment()));
        LatencyReport report = new LatencyReport();
        probe.warmUp();
        for (int round = 1; round <= rounds; round++) {
            measure(probe, report);
            if (round < rounds) {
                Mono.delay(between).block();
            }
        }
        terminal.out().print(report.text());
        for (Map.Entry<String, String> path : PATHS.entrySet()) {
            if (!report.has(path.getKey())) {
                throw CommandFailure.failed(url + path.getValue()
                        + " could not be measured once (is the server running there, and does it want --api-key?)");
            }
        }
        return ExitCode.FINE;
    }

    private void measure(LatencyProbe probe, LatencyReport report) {
        PATHS.forEach((name, path) -> {
            OptionalDouble millis = probe.measure(path, name);
            if (millis.isPresent()) {
                terminal.out().println(path + ": " + PythonNumber.fixed(millis.getAsDouble(), 2) + " ms");
                report.add(name, millis.getAsDouble());
            }
        });
    }

    private static int rounds(String text) throws CommandFailure {
        try {
            int rounds = Integer.parseInt(text);
            if (rounds >= 1 && rounds <= MOST_ROUNDS) {
                return rounds;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw CommandFailure.option("--rounds", text, "an integer from 1 to " + MOST_ROUNDS);
    }
}
