package io.agentserver.server.ws;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
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
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One WebSocket connection, the last handler of its pipeline. Confined to its event loop but for the methods of {@link
 * ClientChannel}, which hop there.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter
        implements ClientChannel, FrameReader.Listener, InflightBudget.Sender {

    private enum State {
        /** Only REGISTER is heard. */
        OPENING,
        /** Its id is held by another connection, which is being probed. */
        CONTESTING,
        REGISTERED,
        /** A close was sent; only the peer's answer is heard. */
        CLOSING,
        CLOSED
    }

    /** How long the holder of a contested id may take to answer (contract 3.4). */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);

    /** What a client may send before it knows that it is registered. */
    private static final int MOST_EARLY_MESSAGES = 16;

    /** Partial messages below this size do not count against the budget of all connections. */
    private static final int UNCOUNTED_BYTES = 65_536;

    private static final AtomicIntegerFieldUpdater<ClientConnection> HOPS =
            AtomicIntegerFieldUpdater.newUpdater(ClientConnection.class, "hops");

    private final Channel channel;
    private final ConnectionServices services;
    private final Sweep sweep;
    private final ReceiveMeter meter;
    private final FrameReader frames;
    private final Outbox outbox;
    private final Liveness liveness;
    private State state = State.OPENING;
    private DisconnectReason endReason = DisconnectReason.NETWORK_ERROR;
    private @Nullable RegisteredClient client;
    private @Nullable List<ClientMessage> early;
    private @Nullable Probes probes;
    private @Nullable CloseWebSocketFrame goodbye;
    private int sweepIndex;
    private int announcedBinaries;
    private boolean reading;
    private boolean dirty;

    /** What the budget of all connections knows of the message being received; read by other threads. */
    private volatile long countedBytes;

    /** Messages that other threads have queued and the event loop has not taken yet. */
    private volatile int hops;

    ClientConnection(Channel channel, ConnectionServices services, Sweep sweep, ReceiveMeter meter) {
        this.channel = channel;
        this.services = services;
        this.sweep = sweep;
        this.meter = meter;
        this.frames = new FrameReader(services.config().limits().messageBytes(), this);
        this.outbox = new Outbox(channel, services.config().limits().outboxBytes(), services.inflight());
        this.liveness = new Liveness(services.config().connections(), now());
    }

    int sweepIndex() {
        return sweepIndex;
    }

    void sweepIndex(int index) {
        sweepIndex = index;
    }

    // What others ask for, on any thread.

    @Override
    public void send(ServerMessageType type, RawJson message) {
        services.observer().messageSent(type, message.lengthBytes());
        if (hops == 0 && channel.eventLoop().inEventLoop()) {
            write(message);
            return;
        }
        // From now on even the event loop itself queues, so that nothing overtakes this message.
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
            Sinks.One<Boolean> answered = Sinks.one();
            onLoop(() -> beginProbe(answered));
            return answered.asMono()
                    .timeout(timeout, Mono.just(false), services.timing().scheduler());
        });
    }

    @Override
    public long receivedBytes() {
        return countedBytes;
    }

    @Override
    public void pauseReading() {
        onLoop(() -> channel.config().setAutoRead(false));
    }

    @Override
    public void resumeReading() {
        onLoop(() -> {
            liveness.heard(now());
            channel.config().setAutoRead(true);
        });
    }

    // What the pipeline reports, on the event loop.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        sweep.add(this);
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ctx.fireChannelRead(message);
            return;
        }
        reading = true;
        try {
            meter.decoded(frame.content().readableBytes());
            read(frame);
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        flushIfDirty();
        countPartialMessage();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        drainOutbox();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        sweep.remove(this);
        outbox.discard();
        if (goodbye != null) {
            goodbye.release();
            goodbye = null;
        }
        if (countedBytes > 0) {
            services.inflight().done(this, countedBytes);
        }
        if (probes != null) {
            probes.close();
        }
        disconnected();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            beginClose(
                    corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                            ? CloseCode.TOO_BIG
                            : CloseCode.PROTOCOL_ERROR);
        } else {
            channel.close();
        }
    }

    /** Called by the sweep of the event loop. */
    void checkLiveness() {
        switch (liveness.due(now())) {
            case NOTHING -> {}
            case REGISTRATION_TIMED_OUT -> refuse("Registration timed out", CloseCode.BAD_REGISTRATION);
            case SEND_PING -> {
                liveness.pinged(now());
                channel.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER), channel.voidPromise());
            }
            case PING_TIMED_OUT -> {
                if (channel.config().isAutoRead()) {
                    beginClose(CloseCode.PING_TIMEOUT);
                } else {
                    liveness.heard(now());
                }
            }
            case CLOSE_TIMED_OUT -> channel.close();
        }
    }

    private void read(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            peerClosed(close);
        } else if (state == State.CLOSING || state == State.CLOSED) {
            return;
        } else if (frame instanceof PingWebSocketFrame) {
            channel.write(new PongWebSocketFrame(frame.content().retain()), channel.voidPromise());
            dirty = true;
        } else if (frame instanceof PongWebSocketFrame) {
            pong(frame.content());
        } else {
            frames.read(frame);
        }
    }

    @Override
    public void text(byte[] array, int length, boolean owned) {
        ClientMessage message;
        try {
            message = owned
                    ? services.codec().decodeClientOwned(array)
                    : services.codec().decodeClient(array, 0, length);
        } catch (AipFormatException fault) {
            unreadable(fault);
            return;
        }
        services.observer().messageReceived(message.type(), length);
        switch (state) {
            case OPENING -> first(message);
            case CONTESTING -> keepForLater(message);
            case REGISTERED -> route(message);
            case CLOSING, CLOSED -> {}
        }
    }

    @Override
    public void binary() {
        if (client == null) {
            refuse("First message must be a registration message", CloseCode.BAD_REGISTRATION);
        } else if (announcedBinaries > 0) {
            announcedBinaries--;
        } else {
            services.router().binary(client);
        }
    }

    @Override
    public void tooBig() {
        beginClose(CloseCode.TOO_BIG);
    }

    @Override
    public void notUtf8() {
        beginClose(CloseCode.NOT_UTF8);
    }

    private void route(ClientMessage message) {
        if (message.type() == ClientMessageType.BINARY_DATA) {
            announcedBinaries++;
        }
        if (client != null) {
            services.router().route(client, message);
        }
    }

    private void unreadable(AipFormatException fault) {
        if (client != null) {
            services.router().unreadable(client, fault);
            return;
        }
        boolean notAip = fault.getMessage().startsWith("Invalid message: not ");
        boolean register = fault.messageType() == ClientMessageType.REGISTER;
        refuse(
                notAip || register ? fault.getMessage() : "First message must be a registration message",
                CloseCode.BAD_REGISTRATION);
    }

    private void first(ClientMessage message) {
        if (message instanceof ClientMessage.Register register) {
            register(register);
        } else {
            refuse("First message must be a registration message", CloseCode.BAD_REGISTRATION);
        }
    }

    private void register(ClientMessage.Register message) {
        Registration registration = services.hub().register(message, this);
        if (registration instanceof Registration.Confirmed confirmed) {
            state = State.REGISTERED;
            client = confirmed.client();
            liveness.registered(now());
            hearEarlyMessages();
        } else if (registration instanceof Registration.Refused refused) {
            refuse(refused.text(), refused.closeCode());
        } else if (registration instanceof Registration.Contested contested) {
            state = State.CONTESTING;
            RegisteredClient holder = contested.holder();
            holder.channel()
                    .probe(PROBE_TIMEOUT)
                    .subscribe(alive -> onLoop(() -> settleContest(message, holder, alive)));
        }
    }

    private void settleContest(ClientMessage.Register message, RegisteredClient holder, boolean alive) {
        if (state != State.CONTESTING) {
            return;
        }
        if (alive) {
            Registration.Refused refused = services.hub().refuseDuplicate(holder.id());
            services.observer().rejected(Rejection.DUPLICATE_ID, holder.id(), refused.text());
            refuse(refused.text(), refused.closeCode());
        } else {
            services.hub().evict(holder);
            register(message);
        }
    }

    private void keepForLater(ClientMessage message) {
        List<ClientMessage> kept = early;
        if (kept == null) {
            kept = new ArrayList<>();
            early = kept;
        }
        kept.add(message);
        if (kept.size() > MOST_EARLY_MESSAGES) {
            refuse("First message must be a registration message", CloseCode.BAD_REGISTRATION);
        }
    }

    private void hearEarlyMessages() {
        List<ClientMessage> kept = early;
        early = null;
        if (kept != null) {
            kept.forEach(this::route);
        }
    }

    /** Says why to a client that is not registered, and closes. */
    private void refuse(String text, CloseCode code) {
        if (code == CloseCode.BAD_REGISTRATION) {
            services.observer().rejected(Rejection.BAD_REGISTRATION, null, text);
        }
        send(ServerMessageType.ERROR, services.frames().error(text, null));
        beginClose(code);
    }

    private void pong(ByteBuf payload) {
        liveness.heard(now());
        if (probes != null && payload.readableBytes() == Long.BYTES) {
            probes.answered(payload.getLong(payload.readerIndex()));
        }
    }

    private void beginProbe(Sinks.One<Boolean> answered) {
        if (state == State.CLOSED || state == State.CLOSING) {
            // The one subscriber is there or comes; either way it gets the value.
            answered.tryEmitValue(false);
            return;
        }
        if (probes == null) {
            probes = new Probes();
        }
        long payload = ThreadLocalRandom.current().nextLong();
        probes.add(payload, answered);
        ByteBuf content = channel.alloc().buffer(Long.BYTES).writeLong(payload);
        channel.writeAndFlush(new PingWebSocketFrame(content), channel.voidPromise());
    }

    private void write(RawJson message) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        if (!outbox.write(message)) {
            services.observer().slowReader(client == null ? null : client.id(), outbox.waitingBytes());
            beginClose(CloseCode.SLOW_READER);
            return;
        }
        dirty = true;
        if (!reading && hops == 0) {
            flushIfDirty();
        }
    }

    private void drainOutbox() {
        if (!outbox.isEmpty() && channel.isWritable()) {
            outbox.drain();
            channel.flush();
        }
        if (outbox.isEmpty() && goodbye != null) {
            sayGoodbye();
        }
    }

    private void flushIfDirty() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }

    /** Starts to close: the id is free at once, the close frame follows what was queued, the peer's answer ends it. */
    private void beginClose(CloseCode code) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        state = State.CLOSING;
        endReason = code.disconnectReason();
        liveness.closing(now());
        frames.discard();
        early = null;
        disconnected();
        goodbye = new CloseWebSocketFrame(code.code(), code.reason());
        if (code == CloseCode.SLOW_READER) {
            outbox.discard();
        }
        if (outbox.isEmpty()) {
            sayGoodbye();
        }
    }

    private void sayGoodbye() {
        CloseWebSocketFrame frame = goodbye;
        if (frame != null) {
            goodbye = null;
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    private void peerClosed(CloseWebSocketFrame close) {
        if (state == State.CLOSING) {
            channel.close();
        } else if (state != State.CLOSED) {
            state = State.CLOSING;
            endReason = DisconnectReason.CLOSED;
            liveness.closing(now());
            disconnected();
            outbox.discard();
            int code = close.statusCode();
            CloseWebSocketFrame answer = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
            channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void disconnected() {
        if (client != null) {
            services.hub().disconnected(client, endReason);
        }
    }

    private void countPartialMessage() {
        long partial = meter.undecodedBytes() + frames.partialBytes();
        long counted = countedBytes;
        if (partial > UNCOUNTED_BYTES) {
            countedBytes = partial;
            services.inflight().incoming(this, partial - counted);
        } else if (counted > 0) {
            countedBytes = 0;
            services.inflight().done(this, counted);
        }
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop() && hops == 0) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException shutdown) {
            // The event loop has ended, and this connection with it; there is nobody left to tell.
        }
    }

    private long now() {
        return services.timing().nanoTime().getAsLong();
    }
}
