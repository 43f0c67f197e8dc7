package io.agentserver.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything the hub can be told, with a default for all of it. Immutable; start from {@link #defaults()} and change what
 * differs:
 *
 * <pre>{@code
 * AgentServerConfig config = AgentServerConfig.defaults()
 *     .withServer(s -> s.withPort(5000).withApiKeys(List.of("secret")))
 *     .withLimits(l -> l.withSessions(500));
 * }</pre>
 *
 * @param name the display name used in alerts and on the dashboard
 * @param platform the platform of devices that do not say theirs; null means {@code windows}
 * @param devices device id to the settings merged into what it registers (contract 6.3); values are plain JSON values:
 *     maps, lists, strings, numbers, booleans, null
 * @param server where and how to listen
 * @param limits the bounds of everything
 * @param connections the timing of WebSocket connections
 * @param sessions the timing of sessions and the bounds of their results
 */
public record AgentServerConfig(
        String name,
        @Nullable String platform,
        Map<String, Map<String, Object>> devices,
        Server server,
        Limits limits,
        Connections connections,
        Sessions sessions) {

    public AgentServerConfig {
        Objects.requireNonNull(name, "name");
        devices = Map.copyOf(devices);
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(sessions, "sessions");
        if (platform != null && !List.of("windows", "linux", "mobile").contains(platform)) {
            throw new IllegalArgumentException("platform: " + platform + " (expected: windows, linux or mobile)");
        }
        // Here and not in Limits: there it would forbid changing the two one after the other.
        if (limits.inflightBytes() < limits.messageBytes()) {
            throw new IllegalArgumentException("limits.inflight-bytes: " + limits.inflightBytes()
                    + " (expected: at least limits.message-bytes, " + limits.messageBytes() + ")");
        }
    }

    /** The defaults of every setting. */
    public static AgentServerConfig defaults() {
        return new AgentServerConfig(
                "UFO Server",
                null,
                Map.of(),
                Server.DEFAULTS,
                Limits.DEFAULTS,
                Connections.DEFAULTS,
                Sessions.DEFAULTS);
    }

    public AgentServerConfig withName(String value) {
        return new AgentServerConfig(value, platform, devices, server, limits, connections, sessions);
    }

    public AgentServerConfig withPlatform(@Nullable String value) {
        return new AgentServerConfig(name, value, devices, server, limits, connections, sessions);
    }

    public AgentServerConfig withDevices(Map<String, Map<String, Object>> value) {
        return new AgentServerConfig(name, platform, value, server, limits, connections, sessions);
    }

    public AgentServerConfig withServer(UnaryOperator<Server> change) {
        return new AgentServerConfig(name, platform, devices, change.apply(server), limits, connections, sessions);
    }

    public AgentServerConfig withLimits(UnaryOperator<Limits> change) {
        return new AgentServerConfig(name, platform, devices, server, change.apply(limits), connections, sessions);
    }

    public AgentServerConfig withConnections(UnaryOperator<Connections> change) {
        return new AgentServerConfig(name, platform, devices, server, limits, change.apply(connections), sessions);
    }

    public AgentServerConfig withSessions(UnaryOperator<Sessions> change) {
        return new AgentServerConfig(name, platform, devices, server, limits, connections, change.apply(sessions));
    }

    /**
     * Where and how to listen.
     *
     * @param host the address to bind
     * @param port the port to bind; 0 takes any free one
     * @param authMode which doors need a key
     * @param apiKeys the keys that open them; with none, and a mode that needs one, a key is generated at start (see {@link
     *     RunningAgentServer#generatedApiKey()})
     * @param tls the certificate to serve {@code https} and {@code wss} with, or null for plain text
     * @param allowedHosts the {@code Host} names accepted; empty means any, or loopback names when bound to loopback
     * @param allowedOrigins the {@code Origin} values accepted beside the server's own
     * @param drainTimeout how long running sessions may take to end when the server stops
     */
    public record Server(
            String host,
            int port,
            AuthMode authMode,
            List<String> apiKeys,
            @Nullable Tls tls,
            List<String> allowedHosts,
            List<String> allowedOrigins,
            Duration drainTimeout) {

        static final Server DEFAULTS = new Server(
                "127.0.0.1", 5000, AuthMode.OPEN_READ, List.of(), null, List.of(), List.of(), Duration.ofSeconds(15));

        public Server {
            Objects.requireNonNull(host, "host");
            inRange("server.port", port, 0, 65_535);
            Objects.requireNonNull(authMode, "authMode");
            apiKeys = List.copyOf(apiKeys);
            if (apiKeys.contains("")) {
                throw new IllegalArgumentException("server.auth.api-keys: an empty key (expected: non-empty keys)");
            }
            allowedHosts = List.copyOf(allowedHosts);
            allowedOrigins = List.copyOf(allowedOrigins);
            notNegative("server.drain-timeout", drainTimeout);
        }

        public Server withHost(String value) {
            return new Server(value, port, authMode, apiKeys, tls, allowedHosts, allowedOrigins, drainTimeout);
        }

        public Server withPort(int value) {
            return new Server(host, value, authMode, apiKeys, tls, allowedHosts, allowedOrigins, drainTimeout);
        }

        public Server withAuthMode(AuthMode value) {
            return new Server(host, port, value, apiKeys, tls, allowedHosts, allowedOrigins, drainTimeout);
        }

        public Server withApiKeys(List<String> value) {
            return new Server(host, port, authMode, value, tls, allowedHosts, allowedOrigins, drainTimeout);
        }

        public Server withTls(@Nullable Tls value) {
            return new Server(host, port, authMode, apiKeys, value, allowedHosts, allowedOrigins, drainTimeout);
        }

        public Server withAllowedHosts(List<String> value) {
            return new Server(host, port, authMode, apiKeys, tls, value, allowedOrigins, drainTimeout);
        }

        public Server withAllowedOrigins(List<String> value) {
            return new Server(host, port, authMode, apiKeys, tls, allowedHosts, value, drainTimeout);
        }

        public Server withDrainTimeout(Duration value) {
            return new Server(host, port, authMode, apiKeys, tls, allowedHosts, allowedOrigins, value);
        }

        /** Names the keys only by their number. */
        @Override
        public String toString() {
            return "Server[host=" + host + ", port=" + port + ", authMode=" + authMode.value() + ", apiKeys="
                    + apiKeys.size() + ", tls=" + (tls != null) + ", allowedHosts=" + allowedHosts
                    + ", allowedOrigins=" + allowedOrigins + ", drainTimeout=" + drainTimeout + "]";
        }
    }

    /**
     * A certificate chain and its private key, both PEM.
     *
     * @param certificate the chain, the server's own certificate first
     * @param key the private key, PKCS#8 and not encrypted
     */
    public record Tls(Path certificate, Path key) {

        public Tls {
            Objects.requireNonNull(certificate, "certificate");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * The bounds of everything. At a bound the answer is a clear error to the one who asked, never an effect on others.
     *
     * @param connections WebSocket connections at once; 0 means the smaller of 19,000 and the descriptor limit less 500
     * @param messageBytes the largest message accepted or sent
     * @param outboxBytes what may wait for one client behind the message being written
     * @param inflightBytes messages being received and outboxes of all clients together
     * @param sessions sessions at once in all
     * @param sessionsPerDevice sessions at once on one device
     * @param bodyBytes the largest HTTP request body
     * @param onlineClientsInHealth client ids listed by {@code /api/health}
     */
    public record Limits(
            int connections,
            int messageBytes,
            int outboxBytes,
            long inflightBytes,
            int sessions,
            int sessionsPerDevice,
            int bodyBytes,
            int onlineClientsInHealth) {

        static final Limits DEFAULTS =
                new Limits(0, 104_857_600, 1_048_576, 268_435_456L, 10_000, 16, 1_048_576, 1_000);

        public Limits {
            inRange("limits.connections", connections, 0, Integer.MAX_VALUE);
            inRange("limits.message-bytes", messageBytes, 1_024, 1_073_741_824);
            inRange("limits.outbox-bytes", outboxBytes, 1, Integer.MAX_VALUE);
            inRange("limits.inflight-bytes", inflightBytes, 1, Long.MAX_VALUE);
            inRange("limits.sessions", sessions, 1, Integer.MAX_VALUE);
            inRange("limits.sessions-per-device", sessionsPerDevice, 1, Integer.MAX_VALUE);
            inRange("limits.body-bytes", bodyBytes, 1, Integer.MAX_VALUE);
            inRange("limits.online-clients-in-health", onlineClientsInHealth, 0, Integer.MAX_VALUE);
        }

        public Limits withConnections(int value) {
            return new Limits(
                    value,
                    messageBytes,
                    outboxBytes,
                    inflightBytes,
                    sessions,
                    sessionsPerDevice,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withMessageBytes(int value) {
            return new Limits(
                    connections,
                    value,
                    outboxBytes,
                    inflightBytes,
                    sessions,
                    sessionsPerDevice,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withOutboxBytes(int value) {
            return new Limits(
                    connections,
                    messageBytes,
                    value,
                    inflightBytes,
                    sessions,
                    sessionsPerDevice,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withInflightBytes(long value) {
            return new Limits(
                    connections,
                    messageBytes,
                    outboxBytes,
                    value,
                    sessions,
                    sessionsPerDevice,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withSessions(int value) {
            return new Limits(
                    connections,
                    messageBytes,
                    outboxBytes,
                    inflightBytes,
                    value,
                    sessionsPerDevice,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withSessionsPerDevice(int value) {
            return new Limits(
                    connections,
                    messageBytes,
                    outboxBytes,
                    inflightBytes,
                    sessions,
                    value,
                    bodyBytes,
                    onlineClientsInHealth);
        }

        public Limits withBodyBytes(int value) {
            return new Limits(
                    connections,
                    messageBytes,
                    outboxBytes,
                    inflightBytes,
                    sessions,
                    sessionsPerDevice,
                    value,
                    onlineClientsInHealth);
        }

        public Limits withOnlineClientsInHealth(int value) {
            return new Limits(
                    connections,
                    messageBytes,
                    outboxBytes,
                    inflightBytes,
                    sessions,
                    sessionsPerDevice,
                    bodyBytes,
                    value);
        }
    }

    /**
     * The timing of WebSocket connections (contract 1.4, 1.5).
     *
     * @param registrationTimeout how long a new connection may stay without registering
     * @param pingInterval the time between two pings to a client
     * @param pongTimeout how long a ping may stay unanswered before the connection is closed
     */
    public record Connections(Duration registrationTimeout, Duration pingInterval, Duration pongTimeout) {

        static final Connections DEFAULTS =
                new Connections(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(60));

        public Connections {
            positive("connections.registration-timeout", registrationTimeout);
            positive("connections.ping-interval", pingInterval);
            positive("connections.pong-timeout", pongTimeout);
        }

        public Connections withRegistrationTimeout(Duration value) {
            return new Connections(value, pingInterval, pongTimeout);
        }

        public Connections withPingInterval(Duration value) {
            return new Connections(registrationTimeout, value, pongTimeout);
        }

        public Connections withPongTimeout(Duration value) {
            return new Connections(registrationTimeout, pingInterval, value);
        }
    }

    /**
     * The timing of sessions and the bounds of their results (contract 3.10, 3.11, 6.4).
     *
     * @param timeout how long a session may take
     * @param commandTimeout how long a device may take to answer one round of commands
     * @param dispatchTimeout how long an idle device may take to begin a dispatched task
     * @param resultTtl how long a result can be read
     * @param results results kept
     * @param resultsBytes bytes of results kept
     */
    public record Sessions(
            Duration timeout,
            Duration commandTimeout,
            Duration dispatchTimeout,
            Duration resultTtl,
            int results,
            long resultsBytes) {

        static final Sessions DEFAULTS = new Sessions(
                Duration.ofHours(1),
                Duration.ofSeconds(300),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                100_000,
                134_217_728L);

        public Sessions {
            positive("sessions.timeout", timeout);
            positive("sessions.command-timeout", commandTimeout);
            positive("sessions.dispatch-timeout", dispatchTimeout);
            positive("sessions.result-ttl", resultTtl);
            inRange("sessions.results", results, 1, Integer.MAX_VALUE);
            inRange("sessions.results-bytes", resultsBytes, 1, Long.MAX_VALUE);
        }

        public Sessions withTimeout(Duration value) {
            return new Sessions(value, commandTimeout, dispatchTimeout, resultTtl, results, resultsBytes);
        }

        public Sessions withCommandTimeout(Duration value) {
            return new Sessions(timeout, value, dispatchTimeout, resultTtl, results, resultsBytes);
        }

        public Sessions withDispatchTimeout(Duration value) {
            return new Sessions(timeout, commandTimeout, value, resultTtl, results, resultsBytes);
        }

        public Sessions withResultTtl(Duration value) {
            return new Sessions(timeout, commandTimeout, dispatchTimeout, value, results, resultsBytes);
        }

        public Sessions withResults(int value) {
            return new Sessions(timeout, commandTimeout, dispatchTimeout, resultTtl, value, resultsBytes);
        }

        public Sessions withResultsBytes(long value) {
            return new Sessions(timeout, commandTimeout, dispatchTimeout, resultTtl, results, value);
        }
    }

    private static void inRange(String key, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + low + " to " + high + ")");
        }
    }

    private static void positive(String key, Duration value) {
        if (Objects.requireNonNull(value, key).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: more than zero)");
        }
    }

    private static void notNegative(String key, Duration value) {
        if (Objects.requireNonNull(value, key).isNegative()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: zero or more)");
        }
    }
}
