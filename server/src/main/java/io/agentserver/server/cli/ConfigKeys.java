package io.agentserver.server.cli;

import static io.agentserver.server.cli.ValueType.bytes;
import static io.agentserver.server.cli.ValueType.choice;
import static io.agentserver.server.cli.ValueType.duration;
import static io.agentserver.server.cli.ValueType.durationOrZero;
import static io.agentserver.server.cli.ValueType.folder;
import static io.agentserver.server.cli.ValueType.integer;
import static io.agentserver.server.cli.ValueType.longBytes;
import static io.agentserver.server.cli.ValueType.path;
import static io.agentserver.server.cli.ValueType.text;
import static io.agentserver.server.cli.ValueType.texts;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.AuthMode;
import io.agentserver.server.cli.log.ConsoleForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of everything that can be configured. The defaults of what the library takes are the library's own. */
final class ConfigKeys {

    private static final AgentServerConfig DEFAULTS = AgentServerConfig.defaults();
    private static final int ANY = Integer.MAX_VALUE;

    static final ConfigKey<String> NAME =
            ConfigKey.of("name", text(), DEFAULTS.name(), "Display name in the log, in alerts and on the dashboard.");
    static final ConfigKey<String> PLATFORM = ConfigKey.of(
                    "platform",
                    choice(List.of("windows", "linux", "mobile"), Function.identity()),
                    DEFAULTS.platform(),
                    "Platform of devices that do not say theirs; not set means `windows`.")
            .withFlag("--platform");
    static final ConfigKey<Path> DEVICES = ConfigKey.of(
                    "devices",
                    path(),
                    null,
                    "Device configuration file: what is merged into what devices register, `.yaml`, `.yml` or `.json`.")
            .withFlag("--devices");

    static final ConfigKey<String> HOST = ConfigKey.of(
                    "server.host", text(), DEFAULTS.server().host(), "Address to listen on.")
            .withFlag("--host");
    static final ConfigKey<Integer> PORT = ConfigKey.of(
                    "server.port",
                    integer(0, 65_535),
                    DEFAULTS.server().port(),
                    "Port to listen on; `0` takes any free one and prints it.")
            .withFlag("--port");
    static final ConfigKey<AuthMode> AUTH_MODE = ConfigKey.of(
                    "server.auth.mode",
                    choice(List.of(AuthMode.values()), AuthMode::value),
                    DEFAULTS.server().authMode(),
                    "Which paths need a key: `open-read` leaves reading open, `strict` only the probes, `none` everything.")
            .withFlag("--auth");
    static final ConfigKey<List<String>> API_KEYS = ConfigKey.of(
                    "server.auth.api-keys",
                    texts(),
                    DEFAULTS.server().apiKeys(),
                    "Keys that open the server; with none, one is made at each start and printed.")
            .withFlag("--api-key")
            .asSecret();
    static final ConfigKey<Path> TLS_CERTIFICATE = ConfigKey.of(
                    "server.tls.certificate",
                    path(),
                    null,
                    "Certificate chain (PEM) to serve `https` and `wss` with; needs `server.tls.key`.")
            .withFlag("--tls-cert");
    static final ConfigKey<Path> TLS_KEY = ConfigKey.of(
                    "server.tls.key", path(), null, "Private key of the certificate (PEM, PKCS#8, not encrypted).")
            .withFlag("--tls-key");
    static final ConfigKey<List<String>> ALLOWED_HOSTS = ConfigKey.of(
            "server.allowed-hosts",
            texts(),
            DEFAULTS.server().allowedHosts(),
            "`Host` names answered; empty means any, or loopback names when listening on loopback.");
    static final ConfigKey<List<String>> ALLOWED_ORIGINS = ConfigKey.of(
            "server.allowed-origins",
            texts(),
            DEFAULTS.server().allowedOrigins(),
            "`Origin` values accepted beside the server's own.");
    static final ConfigKey<Duration> DRAIN_TIMEOUT = ConfigKey.of(
            "server.drain-timeout",
            durationOrZero(),
            DEFAULTS.server().drainTimeout(),
            "How long running sessions may take to end when the server stops.");

    static final ConfigKey<Integer> LIMIT_CONNECTIONS = ConfigKey.of(
            "limits.connections",
            integer(0, ANY),
            DEFAULTS.limits().connections(),
            "WebSocket connections at once; `0` is the smaller of 19000 and the descriptor limit less 500.");
    static final ConfigKey<Integer> LIMIT_MESSAGE_BYTES = ConfigKey.of(
            "limits.message-bytes",
            bytes(1_024, 1_073_741_824),
            DEFAULTS.limits().messageBytes(),
            "Largest message accepted or sent.");
    static final ConfigKey<Integer> LIMIT_OUTBOX_BYTES = ConfigKey.of(
            "limits.outbox-bytes",
            bytes(1, ANY),
            DEFAULTS.limits().outboxBytes(),
            "What may wait for one client behind the message being written.");
    static final ConfigKey<Long> LIMIT_INFLIGHT_BYTES = ConfigKey.of(
            "limits.inflight-bytes",
            longBytes(),
            DEFAULTS.limits().inflightBytes(),
            "Messages being received and outboxes of all clients together; at least `limits.message-bytes`.");
    static final ConfigKey<Integer> LIMIT_SESSIONS =
            ConfigKey.of("limits.sessions", integer(1, ANY), DEFAULTS.limits().sessions(), "Sessions at once in all.");
    static final ConfigKey<Integer> LIMIT_SESSIONS_PER_DEVICE = ConfigKey.of(
            "limits.sessions-per-device",
            integer(1, ANY),
            DEFAULTS.limits().sessionsPerDevice(),
            "Sessions at once on one device.");
    static final ConfigKey<Integer> LIMIT_BODY_BYTES = ConfigKey.of(
            "limits.body-bytes", bytes(1, ANY), DEFAULTS.limits().bodyBytes(), "Largest HTTP request body.");
    static final ConfigKey<Integer> LIMIT_ONLINE_CLIENTS_IN_HEALTH = ConfigKey.of(
            "limits.online-clients-in-health",
            integer(0, ANY),
            DEFAULTS.limits().onlineClientsInHealth(),
            "Client ids listed by `/api/health`.");

    static final ConfigKey<Duration> REGISTRATION_TIMEOUT = ConfigKey.of(
            "connections.registration-timeout",
            duration(),
            DEFAULTS.connections().registrationTimeout(),
            "How long a new connection may stay without registering.");
    static final ConfigKey<Duration> PING_INTERVAL = ConfigKey.of(
            "connections.ping-interval",
            duration(),
            DEFAULTS.connections().pingInterval(),
            "Time between two pings to a client.");
    static final ConfigKey<Duration> PONG_TIMEOUT = ConfigKey.of(
            "connections.pong-timeout",
            duration(),
            DEFAULTS.connections().pongTimeout(),
            "How long a ping may stay unanswered before the connection is closed.");

    static final ConfigKey<EngineName> ENGINE = ConfigKey.of(
                    "sessions.engine",
                    choice(List.of(EngineName.values()), EngineName::spelling),
                    EngineName.DELEGATE,
                    "Who plans a task: `delegate` the device itself, `playbook` the rules of `sessions.playbooks`.")
            .withFlag("--engine");
    static final ConfigKey<Path> PLAYBOOKS = ConfigKey.of(
                    "sessions.playbooks", path(), null, "Rules of the `playbook` engine, a YAML file.")
            .withFlag("--playbooks");
    static final ConfigKey<Duration> SESSION_TIMEOUT =
            ConfigKey.of("sessions.timeout", duration(), DEFAULTS.sessions().timeout(), "How long a session may take.");
    static final ConfigKey<Duration> COMMAND_TIMEOUT = ConfigKey.of(
            "sessions.command-timeout",
            duration(),
            DEFAULTS.sessions().commandTimeout(),
            "How long a device may take to answer one round of commands.");
    static final ConfigKey<Duration> DISPATCH_TIMEOUT = ConfigKey.of(
            "sessions.dispatch-timeout",
            duration(),
            DEFAULTS.sessions().dispatchTimeout(),
            "How long an idle device may take to begin a dispatched task.");
    static final ConfigKey<Duration> RESULT_TTL = ConfigKey.of(
            "sessions.result-ttl", duration(), DEFAULTS.sessions().resultTtl(), "How long a result can be read.");
    static final ConfigKey<Integer> RESULTS = ConfigKey.of(
            "sessions.results", integer(1, ANY), DEFAULTS.sessions().results(), "Results kept; the oldest go first.");
    static final ConfigKey<Long> RESULTS_BYTES = ConfigKey.of(
            "sessions.results-bytes",
            longBytes(),
            DEFAULTS.sessions().resultsBytes(),
            "Bytes of results kept; the oldest go first.");

    static final ConfigKey<LogLevel> LOG_LEVEL = ConfigKey.of(
                    "logging.level", LogLevel.TYPE, LogLevel.INFO, "Least level logged; also set by `LOG_LEVEL`.")
            .withFlag("--log-level");
    static final ConfigKey<Path> LOG_FOLDER = ConfigKey.of(
                    "logging.directory",
                    folder(),
                    Path.of("logs"),
                    "Folder of the log files; made when it is not there.")
            .withFlag("--log-dir");
    static final ConfigKey<ConsoleForm> CONSOLE = ConfigKey.of(
            "logging.console",
            choice(List.of(ConsoleForm.values()), ConsoleForm::spelling),
            ConsoleForm.PRETTY,
            "Lines on the console: `pretty` is `timestamp - logger - LEVEL - message`, `plain` is `LEVEL: message`, `json` as in"
                    + " the files.");

    /** All keys in the order they are documented. */
    static final List<ConfigKey<?>> ALL = List.of(
            NAME,
            PLATFORM,
            DEVICES,
            HOST,
            PORT,
            AUTH_MODE,
            API_KEYS,
            TLS_CERTIFICATE,
            TLS_KEY,
            ALLOWED_HOSTS,
            ALLOWED_ORIGINS,
            DRAIN_TIMEOUT,
            LIMIT_CONNECTIONS,
            LIMIT_MESSAGE_BYTES,
            LIMIT_OUTBOX_BYTES,
            LIMIT_INFLIGHT_BYTES,
            LIMIT_SESSIONS,
            LIMIT_SESSIONS_PER_DEVICE,
            LIMIT_BODY_BYTES,
            LIMIT_ONLINE_CLIENTS_IN_HEALTH,
            REGISTRATION_TIMEOUT,
            PING_INTERVAL,
            PONG_TIMEOUT,
            ENGINE,
            PLAYBOOKS,
            SESSION_TIMEOUT,
            COMMAND_TIMEOUT,
            DISPATCH_TIMEOUT,
            RESULT_TTL,
            RESULTS,
            RESULTS_BYTES,
            LOG_LEVEL,
            LOG_FOLDER,
            CONSOLE);

    private static final Map<String, ConfigKey<?>> BY_PATH =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ConfigKey::path, Function.identity()));

    private static final Set<String> SECTIONS =
            ALL.stream().flatMap(key -> sectionsOf(key.path())).collect(Collectors.toUnmodifiableSet());

    private ConfigKeys() {}

    /** The key at a path of the file; null when there is none. */
    static @Nullable ConfigKey<?> at(String path) {
        return BY_PATH.get(path);
    }

    /** Whether keys lie below a path of the file. */
    static boolean isSection(String path) {
        return SECTIONS.contains(path);
    }

    /** The known key or section that an unknown one most likely meant. */
    static String nearest(String path) {
        Set<String> known = new HashSet<>(SECTIONS);
        known.addAll(BY_PATH.keySet());
        return NearestName.of(path, known, '.');
    }

    private static Stream<String> sectionsOf(String path) {
        String[] parts = path.split("\\.");
        return IntStream.range(1, parts.length)
                .mapToObj(end -> String.join(".", Arrays.asList(parts).subList(0, end)));
    }
}
