package io.agentserver.protocol.client;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipLimits;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpClient;

/**
 * All settings of one client, those of both roles. Changed only between {@link #copy()} and the constructor of the client
 * that then holds it in a final field; after that it is read by any thread.
 */
final class ClientConfig {

    static final int DEFAULT_MESSAGE_BYTES = 100 * 1024 * 1024;

    Endpoint endpoint;
    final ClientType role;

    @Nullable
    String clientId;

    @Nullable
    String targetId;

    @Nullable
    String platform;

    @Nullable
    RawJson systemInfo;

    Map<String, RawJson> metadata = Map.of();

    TcpClient tcp = TcpClient.newConnection();

    @Nullable
    SslContext tls;

    /** {@link #tcp} with the endpoint's address, made once for all clients that share it. */
    TcpClient dialer;

    AipCodec codec = codec(DEFAULT_MESSAGE_BYTES);
    int maxMessageBytes = DEFAULT_MESSAGE_BYTES;
    long maxOutboxBytes = DEFAULT_MESSAGE_BYTES;
    int maxWaitingCommands = 32;

    Duration upgradeTimeout = Duration.ofSeconds(10);
    Duration registrationTimeout = Duration.ofSeconds(30);
    Duration closeTimeout = Duration.ofSeconds(10);
    Duration taskTimeout = Duration.ofSeconds(1000);
    Duration deviceInfoTimeout = Duration.ofSeconds(10);

    /** Zero for no pings. */
    Duration pingInterval;

    Duration pongTimeout = Duration.ofSeconds(180);

    /** Zero for no heartbeats. */
    Duration heartbeatInterval;

    Duration firstHeartbeat;
    ClientType heartbeatType = ClientType.DEVICE;

    ReconnectSchedule reconnect;
    Scheduler scheduler = Schedulers.parallel();
    Clock clock = Clock.systemUTC();

    @Nullable
    ClientListener listener;

    CommandHandler commandHandler = (command, round) -> Mono.error(new UnsupportedOperationException(
            "no tool '" + command.toolName() + "': this device has no command handler"));

    @Nullable
    TaskHandler taskHandler;

    private ClientConfig(
            Endpoint endpoint,
            ClientType role,
            Duration pingInterval,
            Duration firstHeartbeat,
            Duration heartbeatInterval,
            ReconnectSchedule reconnect) {
        this.endpoint = endpoint;
        this.role = role;
        this.pingInterval = pingInterval;
        this.firstHeartbeat = firstHeartbeat;
        this.heartbeatInterval = heartbeatInterval;
        this.reconnect = reconnect;
        this.dialer = newDialer();
    }

    /** As the real device client (contract 1.4, 8.1). */
    static ClientConfig device(Endpoint endpoint) {
        Duration heartbeat = Duration.ofSeconds(120);
        ClientConfig config = new ClientConfig(
                endpoint,
                ClientType.DEVICE,
                Duration.ofSeconds(20),
                heartbeat,
                heartbeat,
                ReconnectSchedule.exponential(5));
        config.clientId = "client_001";
        return config;
    }

    /** As the real Galaxy (contract 1.4, 8.2). */
    static ClientConfig constellation(Endpoint endpoint) {
        Duration interval = Duration.ofSeconds(30);
        return new ClientConfig(
                endpoint,
                ClientType.CONSTELLATION,
                interval,
                Duration.ZERO,
                interval,
                ReconnectSchedule.fixed(Duration.ofSeconds(5), 5));
    }

    ClientConfig copy() {
        ClientConfig copy =
                new ClientConfig(endpoint, role, pingInterval, firstHeartbeat, heartbeatInterval, reconnect);
        copy.clientId = clientId;
        copy.targetId = targetId;
        copy.platform = platform;
        copy.systemInfo = systemInfo;
        copy.metadata = metadata;
        copy.tcp = tcp;
        copy.tls = tls;
        copy.dialer = dialer;
        copy.codec = codec;
        copy.maxMessageBytes = maxMessageBytes;
        copy.maxOutboxBytes = maxOutboxBytes;
        copy.maxWaitingCommands = maxWaitingCommands;
        copy.upgradeTimeout = upgradeTimeout;
        copy.registrationTimeout = registrationTimeout;
        copy.closeTimeout = closeTimeout;
        copy.taskTimeout = taskTimeout;
        copy.deviceInfoTimeout = deviceInfoTimeout;
        copy.pongTimeout = pongTimeout;
        copy.heartbeatType = heartbeatType;
        copy.scheduler = scheduler;
        copy.clock = clock;
        copy.listener = listener;
        copy.commandHandler = commandHandler;
        copy.taskHandler = taskHandler;
        return copy;
    }

    void tcp(TcpClient changed) {
        tcp = changed;
        dialer = newDialer();
    }

    void tls(SslContext context) {
        tls = context;
        dialer = newDialer();
    }

    void upgradeTimeout(Duration timeout) {
        upgradeTimeout = timeout;
        dialer = newDialer();
    }

    private TcpClient newDialer() {
        int timeoutMillis = (int) Math.min(Integer.MAX_VALUE, upgradeTimeout.toMillis());
        TcpClient addressed = tcp.host(endpoint.host())
                .port(endpoint.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
        if (!endpoint.secure()) {
            return addressed;
        }
        SslContext context = tls;
        if (context == null) {
            return addressed.secure();
        }
        return addressed.secure(SslProvider.builder()
                .sslContext(context)
                .handshakeTimeout(upgradeTimeout)
                .build());
    }

    void maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        codec = codec(bytes);
    }

    void addMetadata(String name, RawJson value) {
        Map<String, RawJson> members = new LinkedHashMap<>(metadata);
        members.put(name, value);
        metadata = members;
    }

    /** The id to register with. */
    String requireClientId() {
        if (clientId == null) {
            throw new IllegalStateException(
                    "clientId: not set (expected: an id such as night_run@lab-pc-7). Call clientId(...)");
        }
        return clientId;
    }

    private static AipCodec codec(int maxMessageBytes) {
        return AipCodec.create(AipLimits.defaults().withMaxStringBytes(maxMessageBytes));
    }
}
