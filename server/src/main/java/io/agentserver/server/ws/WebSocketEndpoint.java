package io.agentserver.server.ws;

import io.agentserver.protocol.AipCodec;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.MessageRouter;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Turns HTTP upgrades into connections, counts them, and closes them all when the server stops. Any thread. */
public final class WebSocketEndpoint {

    private static final String EARLY = "agent-server-early";
    private static final String METER = "agent-server-meter";
    private static final String DECODER = "wsdecoder";
    private static final String CONNECTION = "agent-server-connection";
    private static final int WAVE = 500;
    private static final Duration WAVE_PAUSE = Duration.ofMillis(20);

    private final ConnectionServices services;
    private final int limit;
    private final WebsocketServerSpec spec;
    private final WebSocketDecoderConfig decoderConfig;
    private final Duration sweepRound;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<EventLoop, Sweep> sweeps = new ConcurrentHashMap<>();

    /** @param limit connections at once */
    public WebSocketEndpoint(
            AgentServerConfig config,
            int limit,
            AipCodec codec,
            Hub hub,
            MessageRouter router,
            ServerFrames frames,
            ServerObserver observer,
            Timing timing) {
        AgentServerConfig.Limits limits = config.limits();
        this.services = new ConnectionServices(
                config, codec, hub, router, frames, observer, timing, new InflightBudget(limits.inflightBytes()));
        this.limit = limit;
        this.spec = WebsocketServerSpec.builder()
                .maxFramePayloadLength(limits.messageBytes())
                .handlePing(true)
                .build();
        // Violations are answered by the connection itself, which then waits for the peer to read the close.
        this.decoderConfig = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.messageBytes())
                .closeOnProtocolViolation(false)
                .build();
        this.sweepRound = round(config.connections());
    }

    /** Whether the limit of connections is reached. */
    public boolean isFull() {
        return count.get() >= limit;
    }

    /** How many connections there are, registered or not. */
    public int size() {
        return count.get();
    }

    /** Whether messages on their way take all they may, so that large senders have to wait. */
    public boolean isExhausted() {
        return services.inflight().isExhausted();
    }

    /** Bytes of messages being received and waiting to be sent. */
    public long inflightBytes() {
        return services.inflight().usedBytes();
    }

    /** Bytes of messages waiting to be sent. */
    public long outboxBytes() {
        return services.inflight().outgoingBytes();
    }

    /** Upgrades the request, and has the connection from then on; null when the limit of connections is reached. */
    public @Nullable Publisher<Void> upgrade(HttpServerResponse response) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return null;
        }
        AtomicBoolean placeTaken = new AtomicBoolean();
        return Mono.defer(() -> {
                    EarlyBytes early = new EarlyBytes();
                    response.withConnection(
                            netty -> netty.channel().pipeline().addBefore(NettyPipeline.ReactiveBridge, EARLY, early));
                    return response.sendWebsocket(
                            (in, out) -> {
                                in.withConnection(netty -> attach(netty, early, placeTaken));
                                // The connection's end ends the exchange; there is nothing to say before.
                                return Mono.never();
                            },
                            spec);
                })
                .doFinally(signal -> {
                    if (!placeTaken.get()) {
                        count.decrementAndGet();
                    }
                });
    }

    /** Says good-bye to all in waves; completes when it has been said, not when the peers have answered. */
    public Mono<Void> closeAll() {
        return Flux.fromIterable(connections)
                .buffer(WAVE)
                .concatMap(wave -> Mono.fromRunnable(() -> wave.forEach(c -> c.close(CloseCode.SHUTDOWN)))
                        .then(Mono.delay(WAVE_PAUSE, services.timing().scheduler())))
                .then();
    }

    /** Completes when the last connection is gone. */
    public Mono<Void> allClosed() {
        return Flux.interval(Duration.ofMillis(10), services.timing().scheduler())
                .takeUntil(tick -> count.get() == 0)
                .then();
    }

    private void attach(Connection netty, EarlyBytes early, AtomicBoolean placeTaken) {
        Channel channel = netty.channel();
        EventLoop loop = channel.eventLoop();
        Sweep sweep = sweeps.computeIfAbsent(loop, key -> new Sweep(key, sweepRound));
        ReceiveMeter meter = new ReceiveMeter();
        ClientConnection connection = new ClientConnection(channel, services, sweep, meter);
        connections.add(connection);
        netty.onDispose(() -> {
            connections.remove(connection);
            count.decrementAndGet();
        });
        placeTaken.set(true);
        channel.pipeline().replace(DECODER, DECODER, new WebSocket13FrameDecoder(decoderConfig));
        channel.pipeline().addBefore(DECODER, METER, meter);
        netty.addHandlerLast(CONNECTION, connection);
        early.replay(meter, channel.pipeline().context(meter));
        channel.pipeline().remove(early);
    }

    /** Often enough for the shortest deadline, and not more often than useful. */
    private static Duration round(AgentServerConfig.Connections config) {
        Duration shortest = config.registrationTimeout();
        for (Duration other : new Duration[] {config.pingInterval(), config.pongTimeout()}) {
            shortest = other.compareTo(shortest) < 0 ? other : shortest;
        }
        long millis = Math.max(10, Math.min(1_000, shortest.toMillis() / 4));
        return Duration.ofMillis(millis);
    }
}
