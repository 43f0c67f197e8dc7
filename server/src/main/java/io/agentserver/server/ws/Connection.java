package io.agentserver.server.ws;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.protocol.Utf8;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.hub.ClientChannel;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.Registration;
import io.agentserver.server.hub.Rejection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One WebSocket connection, the last handler of its pipeline. Confined to its event loop but for the methods of
 * {@link ClientChannel}, which hop there.
 *
 * <p>States: opening (only REGISTER is heard), contesting (its id is held by another connection that is being probed),
 * registered, closing (a close was sent; only the peer's answer is heard), closed.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ClientChannel, InflightBudget.Sender {

    private enum State {
        OPENING,
        CONTESTING,
        REGISTERED,
        CLOSING,
        CLOSED
    }

    /** How long the holder of a contested id may take to answer (contract 3.4). */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);

    /** Up to this size a message is parsed in a buffer that the event loop uses again. */
    private static final int SCRATCH_BYTES = 65_536;

    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[SCRATCH_BYTES]);

    private static final AtomicIntegerFieldUpdater<Connection> HOPS =
            AtomicIntegerFieldUpdater.newUpdater(Connection.class, "hops");

    private final Channel channel;
    private final ConnectionServices services;
    private final Sweep sweep;
    private final ReceiveMeter meter;
    private final Outbox outbox;
    private final Liveness liveness;
    private State state = State.OPENING;
    private int sweepIndex;
    private long reportedBytes;
    private int announcedBinaries;
    private boolean skippingBinary;
    private boolean reading;
    private boolean dirty;
    private boolean readingPaused;
    private DisconnectReason endReason = DisconnectReason.NETWORK_ERROR;
    private @Nullable RegisteredClient client;
    private @Nullable MessageAssembler partial;
    private @Nullable Probes probes;
    private @Nullable CloseWebSocketFrame goodbye;

    /** Messages that other threads have queued and the event loop has not taken yet. */
    private volatile int hops;

    Connection(Channel channel, ConnectionServices services, Sweep sweep, ReceiveMeter meter) {
        this.channel = channel;
        this.services = services;
        this.sweep = sweep;
        this.meter = meter;
        this.outbox = new Outbox(channel, services.config().limits().outboxBytes(), services.inflight());
        this.liveness = new Liveness(services.config().connections(), now());
    }

    int sweepIndex() {
        return sweepIndex;
    }

    void sweepIndex(int index) {
        sweepIndex = index;
    }

    // --- what others ask for, from any thread ---

    @Override
    public void send(ServerMessageType type, RawJson message) {
        services.observer().messageSent(type, message.lengthBytes());
        if (hops == 0 && channel.eventLoop().inEventLoop()) {
            write(message);
            return;
        }
        HOPS.incrementAndGet(this);
        onLoop(() -> {
            HOPS.decrementAndGet(this);
            write(message);
        });
    }

    @Override
    public void close(CloseCode code) {
        onLoop(() -> beginClose(code));
    }

    @Override
    public Mono<Boolean> probe(Duration timeout) {
        return Mono.defer(() -> {
                    if (state == State.CLOSED) {
                        return Mono.just(false);
                    }
                    if (probes == null) {
                        probes = new Probes();
                    }
                    long payload = ThreadLocalRandom.current().nextLong();
                    channel.writeAndFlush(
                            new PingWebSocketFrame(channel.alloc().buffer(8).writeLong(payload)), channel.voidPromise());
                    return probes.add(payload, timeout, Schedulers.fromExecutor(channel.eventLoop()));
                })
                .subscribeOn(Schedulers.fromExecutor(channel.eventLoop()));
    }
}
