package io.agentserver.server.cli;

import io.agentserver.server.cli.log.ConsoleForm;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code dispatch}: hands a task to a device, waits for its end and prints the result. */
final class DispatchCommand implements Command {

    private static final int LONGEST_REASON = 2_000;

    private final Terminal terminal;

    DispatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(
                        this, "dispatch", "Hand a task to a device, wait for its end and print its result as JSON.")
                .addOption(Options.value("--url", "URL", "The server. Default: http://127.0.0.1:5000."))
                .addOption(Options.value("--task-name", "NAME", "Name of the task. Default: one the server makes."))
                .addOption(Options.value("--wait", "DURATION", "How long to wait for the end. Default: 60s."))
                .addPositional(Options.argument(0, "ID", "Id of the device."))
                .addPositional(Options.argument(1, "REQUEST", "What the device is to do, in words."));
        ClientKey.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        String wait = Options.get(arguments, "--wait", "60s");
        Duration most = DurationText.parse(wait)
                .orElseThrow(() -> CommandFailure.option("--wait", wait, "a duration such as 500ms, 30s or 5m"));
        String url = ServerUrl.http(Options.get(arguments, "--url", "http://127.0.0.1:5000"));
        CommandLogging.configure(LogLevel.ERROR, ConsoleForm.PLAIN);
        TaskClient client = new TaskClient(new ServerHttp(url, ClientKey.read(arguments, terminal.environment())));
        String name = client.dispatch(
                positional(arguments, 0), positional(arguments, 1), Options.find(arguments, "--task-name"));
        TaskClient.Ended ended = client.await(name, most);
        terminal.out().println(ended.result());
        if (!ended.completed()) {
            throw CommandFailure.failed(
                    "Task " + Fault.quote(name) + " failed: " + Fault.quote(ended.error(), LONGEST_REASON));
        }
        return ExitCode.FINE;
    }

    private static String positional(ParseResult arguments, int index) {
        return Objects.requireNonNull(arguments.matchedPositionalValue(index, (String) null));
    }
}
