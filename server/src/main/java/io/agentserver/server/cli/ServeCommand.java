package io.agentserver.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import reactor.core.publisher.Mono;

/** {@code serve}: runs the hub until a signal ends it. */
final class ServeCommand implements Command {

    private final Terminal terminal;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(this, "serve", "Run the server until SIGTERM or Ctrl-C ends it.");
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        // First, so that a signal that comes while the server starts is not lost.
        StopSignal signal = StopSignal.install();
        Findings findings = new Findings();
        Settings settings = ConfigurationReader.read(ServerOptions.read(arguments, terminal.environment()), findings);
        return HubProcess.start(settings, findings, terminal).runUntil(signal, Mono.never());
    }
}
