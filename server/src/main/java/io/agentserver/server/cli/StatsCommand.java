package io.agentserver.server.cli;

import io.agentserver.server.cli.log.ConsoleForm;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/** {@code stats}: who is connected to a server and how it does, in the lines that the seeds' scripts print. */
final class StatsCommand implements Command {

    private static final String CLIENTS = "/api/clients";
    private static final String STATISTICS = "/api/statistics";

    private final Terminal terminal;

    StatsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(
                        this,
                        "stats",
                        "Print how many clients a server has, its throughput and how steady its connections are.")
                .addOption(Options.value("--url", "URL", "The server. Default: http://127.0.0.1:5000."));
        ClientKey.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        String url = ServerUrl.http(Options.get(arguments, "--url", "http://127.0.0.1:5000"));
        CommandLogging.configure(LogLevel.ERROR, ConsoleForm.PLAIN);
        ServerHttp server = new ServerHttp(url, ClientKey.read(arguments, terminal.environment()));
        JsonNode clients = server.get(CLIENTS, Duration.ZERO, "list the clients");
        if (!clients.path("clients").isArray()) {
            throw server.unexpected(CLIENTS);
        }
        JsonNode statistics = server.get(STATISTICS, Duration.ZERO, "read the statistics");
        if (!statistics.path("throughput").isObject()
                || !statistics.path("connections").isObject()) {
            throw server.unexpected(STATISTICS);
        }
        List<String> lines = StatisticsText.lines(clients, statistics);
        lines.forEach(terminal.out()::println);
        return ExitCode.FINE;
    }
}
