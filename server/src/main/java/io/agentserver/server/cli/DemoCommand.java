package io.agentserver.server.cli;

import io.agentserver.protocol.client.AipConnection;
import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.protocol.client.DeviceConnection;
import io.agentserver.protocol.client.ReconnectSchedule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code demo}: a hub with a few simulated devices that come to it over real sockets, and what to try with them. */
final class DemoCommand implements Command {

    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final ThinkTime THINK_TIME = new ThinkTime(Duration.ofMillis(50), Duration.ofMillis(200));
    private static final List<SimulatedDevice> FLEET = List.of(
            device("linux-1", "linux"),
            device("linux-2", "linux"),
            device("windows-1", "windows"),
            device("windows-2", "windows"),
            device("mobile-1", "mobile"));

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        return Options.describe(this, "demo", "Run a server with " + FLEET.size() + " simulated devices until Ctrl-C.")
                .addOption(Options.value("--port", "PORT", "Port to listen on; 0 takes any free one. Default: 5000."))
                .addOption(Options.value("--seconds", "N", "End by itself after that many seconds."));
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailure, ConfigurationException {
        Mono<String> time = time(Options.find(arguments, "--seconds"));
        StopSignal signal = StopSignal.install();
        Findings findings = new Findings();
        Settings settings = ConfigurationReader.read(ServerOptions.read(arguments, terminal.environment()), findings);
        HubProcess hub = HubProcess.start(settings, findings, terminal);
        return hub.runUntil(signal, Mono.firstWithSignal(time, fleet(hub)));
    }

    /** Ends with the reason to end, when the time is up; never without one. */
    private static Mono<String> time(@Nullable String seconds) throws CommandFailure {
        if (seconds == null) {
            return Mono.never();
        }
        int count = ValueType.integer(1, 86_400)
                .parse(List.of(seconds))
                .orElseThrow(() -> CommandFailure.option("--seconds", seconds, "an integer from 1 to 86400"));
        return Mono.delay(Duration.ofSeconds(count)).thenReturn("Time is up");
    }

    /** Keeps the devices connected, and says what to try once all of them are. Never ends. */
    private Mono<String> fleet(HubProcess hub) {
        return Flux.merge(FLEET.stream().map(device -> connections(device, hub)).toList())
                .map(AipConnection::clientId)
                .distinct()
                .skip(FLEET.size() - 1L)
                .doOnNext(last -> sayWhatToTry(hub))
                .then(Mono.never());
    }

    private static Flux<DeviceConnection> connections(SimulatedDevice device, HubProcess hub) {
        DeviceClient client = device.client(URI.create(hub.address().webSocket()), hub.apiKey())
                .reconnect(ReconnectSchedule.forever(RECONNECT));
        // The certificate may be for any name, and the server on the other side is this process.
        return hub.address().tls() ? client.trustAnyCertificate().connections() : client.connections();
    }

    private void sayWhatToTry(HubProcess hub) {
        String url = hub.address().http();
        String key =
                hub.apiKey() == null ? "" : " -H 'X-API-Key: " + (hub.madeItsKey() ? hub.apiKey() : "YOUR-KEY") + "'";
        String device = FLEET.get(0).id();
        terminal.out().println("""
                        Health: %1$s/api/health
                        Hand out a task, then read its result:
                          curl -s%2$s -H 'Content-Type: application/json' -d '{"client_id": "%3$s", "request": "report the uptime", "task_name": "try-1"}' %1$s/api/dispatch
                          curl -s%2$s '%1$s/api/task_result/try-1?wait=10s'
                        Ctrl-C ends it.""".formatted(url, key, device));
    }

    private static SimulatedDevice device(String id, String platform) {
        return new SimulatedDevice(id, platform, THINK_TIME, new Percentage(0));
    }
}
