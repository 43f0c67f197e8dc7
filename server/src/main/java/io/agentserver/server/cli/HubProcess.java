package io.agentserver.server.cli;

import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.engine.SessionEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;
import reactor.core.publisher.Mono;

/**
 * A hub that is what this process is for: started from settings with the lines of contract 6.6, and stopped gracefully when
 * the process is told to end. Used by the main thread, which it blocks.
 */
final class HubProcess {

    private static final Logger LOG = LoggerFactory.getLogger(HubProcess.class);

    private final Settings settings;
    private final BoundAgentServer server;

    private HubProcess(Settings settings, BoundAgentServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Reads the files that the settings name, and starts a hub; returns once it listens.
     *
     * @param findings what was found in the settings so far
     */
    static HubProcess start(Settings settings, Findings findings, Terminal terminal)
            throws CommandFailure, ConfigurationException {
        Path devicesFile = settings.find(ConfigKeys.DEVICES);
        Map<String, Map<String, Object>> devices =
                devicesFile == null ? Map.of() : DevicesFile.read(devicesFile, findings);
        Optional<SessionEngine> engine = ConfiguredEngine.read(settings, findings);
        findings.throwIfFaulty();
        AgentServerConfig config = settings.toConfig(devices);

        LogLevel level = settings.get(ConfigKeys.LOG_LEVEL);
        CommandLogging.configure(level, settings.get(ConfigKeys.CONSOLE), settings.get(ConfigKeys.LOG_FOLDER));
        findings.warnings().forEach(LOG::warn);
        LOG.info(
                "Starting {} on {}:{}",
                config.name(),
                config.server().host(),
                config.server().port());
        LOG.info("Platform: {}", Objects.requireNonNullElse(config.platform(), "auto-detected"));
        LOG.info("Log level: {}", level);
        BoundAgentServer server = bind(
                AgentServer.create(config).engine(engine.orElseThrow()).moreMeters(CommandLogging.meters()),
                config.server());
        HubProcess process = new HubProcess(settings, server);
        process.announce(terminal);
        return process;
    }

    /** Where the hub can be reached from this machine. */
    ServerAddress address() {
        return new ServerAddress(server.address(), settings.isGiven(ConfigKeys.TLS_CERTIFICATE));
    }

    /** A key that opens the hub; null when there is none, which then needs none. */
    @Nullable
    String apiKey() {
        String generated = server.generatedApiKey();
        List<String> configured = settings.get(ConfigKeys.API_KEYS);
        return generated != null || configured.isEmpty() ? generated : configured.get(0);
    }

    /** Whether the key was made at this start. */
    boolean madeItsKey() {
        return server.generatedApiKey() != null;
    }

    /**
     * Waits for a reason to end, then stops the hub gracefully. Returns the exit code.
     *
     * @param otherReason emits what else may end the process, in a few words
     */
    int runUntil(StopSignal signal, Mono<String> otherReason) {
        Mono<String> ended = server.onStop().thenReturn("");
        Mono<String> memory = MemoryReturn.keepSmall(
                server.snapshots().map(snapshot -> snapshot.clients().size()));
        String reason = Objects.requireNonNull(Mono.firstWithSignal(signal.received(), otherReason, ended, memory)
                .block());
        if (reason.isEmpty()) {
            LOG.error(MarkerFactory.getMarker("CRITICAL"), "The server stopped without being told to");
            return ExitCode.FAILED;
        }
        LOG.info(
                "{}: draining for at most {}, a second signal ends at once",
                reason,
                DurationText.print(settings.get(ConfigKeys.DRAIN_TIMEOUT)));
        server.stop().block();
        LOG.info("Stopped");
        return ExitCode.FINE;
    }

    /** Tells on the standard output, and in no log, what nobody could know beforehand. */
    private void announce(Terminal terminal) {
        if (settings.get(ConfigKeys.PORT) == 0) {
            terminal.out().println("Port: " + server.address().getPort());
        }
        String key = server.generatedApiKey();
        if (key != null) {
            terminal.out().println("** UFO Server API key: " + key);
            terminal.out().println("** Pass it as the X-API-Key header or the token query parameter.");
            terminal.out()
                    .println("** It changes at each start; set --api-key or AGENT_SERVER_API_KEY_FILE to keep one.");
        }
    }

    private static BoundAgentServer bind(AgentServer server, AgentServerConfig.Server listen) throws CommandFailure {
        try {
            return Objects.requireNonNull(server.bind().block());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw BindFailure.describe(e, listen);
        }
    }
}
