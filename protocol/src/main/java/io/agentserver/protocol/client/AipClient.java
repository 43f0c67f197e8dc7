package io.agentserver.protocol.client;

import io.agentserver.protocol.RawJson;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * The settings of a client of one role, and the ways to connect with them. Immutable: each setter returns a changed copy,
 * so a fleet is one client and a {@link #clientId} for each member, sharing everything else. Nothing happens before a
 * subscription.
 *
 * @param <C> the client itself
 * @param <N> what it connects to
 */
public abstract sealed class AipClient<C extends AipClient<C, N>, N extends AipConnection>
        permits ConstellationClient, DeviceClient {

    final ClientConfig config;

    AipClient(ClientConfig config) {
        this.config = config;
    }

    abstract C create(ClientConfig changed);

    abstract LiveConnection<N> connection();

    final C with(Consumer<ClientConfig> change) {
        ClientConfig changed = config.copy();
        change.accept(changed);
        return create(changed);
    }

    /** The id to register under. A device's default is {@code client_001}; a constellation must have one set. */
    public final C clientId(String id) {
        Objects.requireNonNull(id, "id");
        return with(c -> c.clientId = id);
    }

    /** The server's API key, sent as the query parameter {@code token} (contract 1.2). Default: none. */
    public final C apiKey(String key) {
        Objects.requireNonNull(key, "key");
        return with(c -> c.endpoint = c.endpoint.withApiKey(key));
    }

    /** Adds or replaces one member of the REGISTER metadata (contract 2.8). Default: the real clients' members. */
    public final C metadata(String name, RawJson value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return with(c -> c.addMetadata(name, value));
    }

    /** The event loops to run on. Default: Reactor Netty's shared ones. */
    public final C loopResources(LoopResources loops) {
        Objects.requireNonNull(loops, "loops");
        return with(c -> c.tcp(c.tcp.runOn(loops)));
    }

    /** Asked for a local address before each connection. Default: the system chooses. */
    public final C localAddress(Supplier<? extends SocketAddress> address) {
        Objects.requireNonNull(address, "address");
        return with(c -> c.tcp(c.tcp.bindAddress(address)));
    }

    /**
     * Changes the TCP client below: socket options, resolver, proxy. Host, port, TLS for {@code wss} and the connect
     * timeout are set later and cannot be changed here.
     */
    public final C tcp(UnaryOperator<TcpClient> change) {
        TcpClient changed = Objects.requireNonNull(change.apply(config.tcp), "changed TcpClient");
        return with(c -> c.tcp(changed));
    }

    /** The TLS settings for {@code wss}. Default: the JDK's trusted certificates, host name checked. */
    public final C tls(SslContext context) {
        Objects.requireNonNull(context, "context");
        return with(c -> c.tls(context));
    }

    /** Accepts any certificate for {@code wss}, for tests: whoever is on the way can read and change everything. */
    public final C trustAnyCertificate() {
        try {
            return tls(SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException("TLS without certificate checks is not available here", e);
        }
    }

    /** The largest message in either direction. A larger one from the server closes with 1009. Default: 100 MiB. */
    public final C maxMessageBytes(int bytes) {
        requirePositive("maxMessageBytes", bytes);
        return with(c -> c.maxMessageBytes(bytes));
    }

    /**
     * How many bytes may wait to be written to one connection; while more wait, a further message fails with
     * {@link OutboxFullException}. So at most this and one message of any size. Default: 100 MiB.
     */
    public final C maxOutboxBytes(long bytes) {
        requirePositive("maxOutboxBytes", bytes);
        return with(c -> c.maxOutboxBytes = bytes);
    }

    /** How long TCP connect, TLS and upgrade may each take. Default: 10 s. */
    public final C upgradeTimeout(Duration timeout) {
        Durations.requirePositive("upgradeTimeout", timeout);
        return with(c -> c.upgradeTimeout(timeout));
    }

    /** How long to wait for the answer to REGISTER. Default: 30 s; the real device waits for ever. */
    public final C registrationTimeout(Duration timeout) {
        Durations.requirePositive("registrationTimeout", timeout);
        return with(c -> c.registrationTimeout = timeout);
    }

    /** How long to wait for the end of a task. Default: 1000 s. */
    public final C taskTimeout(Duration timeout) {
        Durations.requirePositive("taskTimeout", timeout);
        return with(c -> c.taskTimeout = timeout);
    }

    /**
     * WebSocket pings (contract 1.4).
     *
     * @param interval from one to the next; zero for none. Default: 20 s for a device, 30 s for a constellation
     * @param pongTimeout how long an answer may take before the connection closes with 1011. Default: 180 s
     */
    public final C pings(Duration interval, Duration pongTimeout) {
        Durations.requireNotNegative("interval", interval);
        Durations.requirePositive("pongTimeout", pongTimeout);
        return with(c -> {
            c.pingInterval = interval;
            c.pongTimeout = pongTimeout;
        });
    }

    /**
     * HEARTBEAT messages (contract 1.4).
     *
     * @param first from the registration to the first one. Default: 120 s for a device, zero for a constellation
     * @param interval from one to the next; zero for none at all. Default: 120 s for a device, 30 s for a constellation
     */
    public final C heartbeats(Duration first, Duration interval) {
        Durations.requireNotNegative("first", first);
        Durations.requireNotNegative("interval", interval);
        return with(c -> {
            c.firstHeartbeat = first;
            c.heartbeatInterval = interval;
        });
    }

    /**
     * When {@link #run} and {@link #connections} try again. Default: {@link ReconnectSchedule#exponential} with 5
     * attempts for a device, {@link ReconnectSchedule#fixed} with 5 s and 5 retries for a constellation.
     */
    public final C reconnect(ReconnectSchedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        return with(c -> c.reconnect = schedule);
    }

    /** Measures the pauses between attempts. Default: Reactor's parallel scheduler. */
    public final C scheduler(Scheduler scheduler) {
        Objects.requireNonNull(scheduler, "scheduler");
        return with(c -> c.scheduler = scheduler);
    }

    /** The clock of the timestamps on the wire. Default: the system's. */
    public final C clock(Clock clock) {
        Objects.requireNonNull(clock, "clock");
        return with(c -> c.clock = clock);
    }

    /** Sees everything that happens. Default: nobody. */
    public final C listener(ClientListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(c -> c.listener = listener);
    }

    /**
     * Connects and registers, once per subscription, without reconnecting. Emits on the event loop of the connection,
     * which then belongs to the subscriber; cancelling before that drops the attempt.
     *
     * @return errors: {@link UpgradeRefusedException}, {@link RegistrationRefusedException},
     *     {@link ConnectionLostException} when it ended before the registration was answered,
     *     {@link AipTimeoutException}, and what Netty reports of TCP and TLS
     */
    public final Mono<N> connect() {
        return attempt().map(LiveConnection::self);
    }

    /**
     * Stays connected: emits each new registered connection and, when it ended however it ended, connects again as the
     * reconnect schedule says. Never completes. Cancelling closes the connection with a close frame.
     *
     * @return errors: {@link ReconnectFailedException} when the schedule is at its end, or the failure itself when the
     *     schedule allows no second attempt
     */
    public final Flux<N> connections() {
        return Flux.defer(() -> Reconnecting.connections(
                        attempt(),
                        LiveConnection::ended,
                        LiveConnection::leave,
                        config.reconnect,
                        config.scheduler,
                        config.requireClientId()))
                .map(LiveConnection::self);
    }

    private Mono<LiveConnection<N>> attempt() {
        return Mono.defer(() -> Dial.connect(connection()));
    }

    /** {@link #connections()} for those who need only the handlers: stays connected until cancelled or given up. */
    public final Mono<Void> run() {
        return connections().then();
    }

    static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
