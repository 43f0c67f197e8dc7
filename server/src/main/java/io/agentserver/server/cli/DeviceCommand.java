package io.agentserver.server.cli;

import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.protocol.client.DeviceConnection;
import io.agentserver.protocol.client.ReconnectFailedException;
import io.agentserver.server.cli.log.ConsoleForm;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/** {@code device}: a simulated device, until a signal ends it or the server stays away. */
final class DeviceCommand implements Command {

    /** A close frame and its answer take this long at most. */
    private static final Duration GOOD_BYE = Duration.ofSeconds(15);

    private static final int LONGEST_REASON = 500;

    private final Terminal terminal;

    DeviceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.describe(
                        this,
                        "device",
                        "Be a simulated device: take tasks, think, answer. Reconnects and gives up as the real one does.")
                .addOption(Options.required("--id", "ID", "Id to register with."))
                .addOption(Options.value("--url", "URL", "The server. Default: ws://127.0.0.1:5000/ws."))
                .addOption(Options.value("--platform", "PLATFORM", "windows, linux or mobile. Default: linux."))
                .addOption(Options.value(
                        "--think", "DURATION", "How long a command takes, one or two durations. Default: 50ms-200ms."))
                .addOption(Options.value("--fail", "PERCENT", "How many commands fail. Default: 1%%."));
        ClientKey.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        URI url = ServerUrl.webSocket(Options.get(arguments, "--url", "ws://127.0.0.1:5000/ws"));
        SimulatedDevice device = device(arguments);
        String apiKey = ClientKey.read(arguments, terminal.environment());
        CommandLogging.configure(LogLevel.INFO, ConsoleForm.PRETTY);
        return run(device.client(url, apiKey), StopSignal.install());
    }

    private static int run(DeviceClient client, StopSignal signal) throws CommandFailure {
        AtomicReference<DeviceConnection> connection = new AtomicReference<>();
        try {
            Mono.firstWithSignal(
                            client.connections().doOnNext(connection::set).then(),
                            signal.received().then())
                    .block();
        } catch (RuntimeException e) {
            if (Exceptions.unwrap(e) instanceof ReconnectFailedException end) {
                throw CommandFailure.failed("Gave up after " + end.failures() + " failures in a row, the last: "
                        + lastFailure(end) + " (is the server running there, and is this its key?)");
            }
            throw e;
        }
        DeviceConnection last = connection.get();
        if (last != null) {
            last.closed().block(GOOD_BYE); // The signal has begun to close it.
        }
        return ExitCode.FINE;
    }

    private static String lastFailure(ReconnectFailedException end) {
        Throwable last = end.getCause();
        return Fault.quote(String.valueOf(last == null ? end.getMessage() : last.getMessage()), LONGEST_REASON);
    }

    private static SimulatedDevice device(ParseResult arguments) throws CommandFailure {
        String id = Objects.requireNonNull(Options.find(arguments, "--id"));
        if (id.isEmpty()) {
            throw CommandFailure.option("--id", id, "an id such as lab-pc-7");
        }
        String platform = Options.get(arguments, "--platform", "linux");
        if (!SimulatedDevice.PLATFORMS.contains(platform)) {
            throw CommandFailure.option("--platform", platform, String.join(", ", SimulatedDevice.PLATFORMS));
        }
        String think = Options.get(arguments, "--think", "50ms-200ms");
        String fail = Options.get(arguments, "--fail", "1%");
        return new SimulatedDevice(
                id,
                platform,
                ThinkTime.parse(think).orElseThrow(() -> CommandFailure.option("--think", think, ThinkTime.EXPECTED)),
                Percentage.parse(fail).orElseThrow(() -> CommandFailure.option("--fail", fail, Percentage.EXPECTED)));
    }
}
