package io.agentserver.server.ws;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.hub.ClientChannel;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.hub.PythonText;
import io.agentserver.server.hub.RegisteredClient;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One WebSocket connection, the last handler of its pipeline. Confined to its event loop but for the methods of {@link
 * ClientChannel}, which hop there.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientChannel {

    private enum State {
        /** Only REGISTER is heard. */
        OPENING,
        REGISTERED,
        /** A close was sent or is about to be; only the peer's is heard. */
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Channel channel;
    private final ConnectionServices services;
    private final Sweep sweep;
    private final Intake intake;
    private final Inbox inbox;
    private final FrameReader frames;
    private final Outbox outbox;
    private final Mailbox mailbox;
    private final Pings pings;
    private final Liveness liveness;
    private State state = State.OPENING;
    private DisconnectReason endReason = DisconnectReason.NETWORK_ERROR;
    private @Nullable RegisteredClient client;
    private @Nullable Goodbye goodbye;
    private int sweepIndex;

    ClientConnection(Channel channel, ConnectionServices services, Sweep sweep, ReceiveMeter meter) {
        this.channel = channel;
        this.services = services;
        this.sweep = sweep;
        this.intake = new Intake(channel, services.inflight(), meter, this::readingAgain);
        this.inbox = new Inbox(services, new Admission(this, services), this::beginClose);
        this.frames = new FrameReader(services.config().limits().messageBytes(), inbox);
        this.outbox = new Outbox(channel, services.config().limits().outboxBytes(), services.inflight());
        this.mailbox = new Mailbox(channel, outbox, this::closeSlowReader);
        this.pings = new Pings(channel);
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
        mailbox.send(message);
    }

    @Override
    public void close(CloseCode code) {
        run(() -> beginClose(code));
    }

    @Override
    public Mono<Boolean> probe(Duration timeout) {
        return Mono.defer(() -> {
            Sinks.One<Boolean> answered = Sinks.one();
            run(() -> beginProbe(answered));
            return answered.asMono()
                    .timeout(timeout, Mono.just(false), services.timing().scheduler())
                    .doFinally(signal -> run(() -> pings.forget(answered)));
        });
    }

    /** Runs that on the event loop, after all messages queued so far, and flushes what it wrote. */
    void run(Runnable task) {
        mailbox.run(task);
    }

    // What the pipeline reports, on the event loop.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!channel.isActive()) {
            state = State.CLOSED;
            return;
        }
        sweep.add(this);
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ctx.fireChannelRead(message);
            return;
        }
        mailbox.beginBatch();
        try {
            intake.decoded(frame.content().readableBytes());
            read(frame);
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        mailbox.endBatch();
        if (state != State.CLOSED) {
            if (intake.isInsideFrame()) {
                liveness.insideFrame(now());
                pings.insideFrame();
            }
            intake.count(frames.partialBytes());
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pings.answerOwed();
        mailbox.drain();
        sayGoodbye();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            beginClose(closeCode(corrupted.closeStatus()));
            intake.discard();
            return;
        }
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            LOG.error("The connection of {} is closed because of a fault of the server", describe(), cause);
        }
        channel.close();
    }

    /** Called by the sweep of the event loop. */
    void checkLiveness() {
        switch (liveness.due(now())) {
            case NOTHING -> {}
            case REGISTRATION_TIMED_OUT -> inbox.registrationTimedOut();
            case SEND_PING -> {
                liveness.pinged(now());
                pings.ping();
            }
            case PING_TIMED_OUT -> {
                if (intake.isReading()) {
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
            pings.answer(frame.content());
            mailbox.written();
        } else if (frame instanceof PongWebSocketFrame) {
            liveness.heard(now());
            pings.pong(frame.content());
        } else {
            frames.read(frame);
        }
    }

    // What the admission decides.

    /** The client is registered, and has said that much before it could know. */
    void registered(RegisteredClient registered, List<ClientMessage> early) {
        state = State.REGISTERED;
        client = registered;
        liveness.registered(now());
        inbox.registered(registered, early);
    }

    /** Says why to a client that is not registered, and closes. */
    void refuse(String text, CloseCode code) {
        send(ServerMessageType.ERROR, services.frames().error(text, null));
        beginClose(code);
    }

    void stopReading() {
        intake.hold();
    }

    void goOnReading() {
        intake.release();
    }

    private void beginProbe(Sinks.One<Boolean> answered) {
        if (state == State.CLOSED || state == State.CLOSING) {
            // The one subscriber is there or comes; either way it gets the value.
            answered.tryEmitValue(false);
        } else if (!intake.isReading()) {
            // The server itself does not listen, so silence says nothing against the client.
            answered.tryEmitValue(true);
        } else {
            pings.probe(answered);
        }
    }

    private void closeSlowReader() {
        if (state != State.CLOSING && state != State.CLOSED) {
            services.observer().slowReader(client == null ? null : client.id(), outbox.waitingBytes());
            outbox.discard();
            beginClose(CloseCode.SLOW_READER);
        }
    }

    /** Starts to close: the id is free at once, the close frame follows what was queued, the peer's answer ends it. */
    private void beginClose(CloseCode code) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        goodbye = new Goodbye(new CloseWebSocketFrame(code.code(), code.reason()), false);
        leave(code.disconnectReason());
    }

    private void peerClosed(CloseWebSocketFrame close) {
        if (state == State.CLOSED) {
            return;
        }
        // What follows a close is not to be heard, and whom it comes from need not be told anything more.
        intake.discard();
        outbox.discard();
        if (state == State.CLOSING) {
            Goodbye unsaid = goodbye;
            if (unsaid == null) {
                channel.close();
            } else {
                goodbye = unsaid.thenEnd();
                sayGoodbye();
            }
            return;
        }
        goodbye = Goodbye.answering(close);
        leave(DisconnectReason.CLOSED);
    }

    private void leave(DisconnectReason reason) {
        state = State.CLOSING;
        endReason = reason;
        mailbox.close();
        liveness.closing(now());
        frames.discard();
        intake.count(0);
        inbox.close();
        // The peer's answer is to be heard.
        intake.release();
        disconnected();
        sayGoodbye();
    }

    private void sayGoodbye() {
        Goodbye frame = goodbye;
        if (frame != null && outbox.isEmpty()) {
            goodbye = null;
            frame.say(channel);
        }
    }

    /** The connection is gone, however it came to that. */
    private void ended() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        sweep.remove(this);
        mailbox.close();
        inbox.close();
        outbox.discard();
        if (goodbye != null) {
            goodbye.forget();
            goodbye = null;
        }
        intake.close();
        pings.close();
        disconnected();
    }

    private void disconnected() {
        if (client != null) {
            services.hub().disconnected(client, endReason);
        }
    }

    private void readingAgain() {
        liveness.heard(now());
    }

    private String describe() {
        return client == null ? "an unregistered client" : "client " + PythonText.repr(client.id());
    }

    private static CloseCode closeCode(WebSocketCloseStatus status) {
        if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return CloseCode.TOO_BIG;
        }
        return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA) ? CloseCode.NOT_UTF8 : CloseCode.PROTOCOL_ERROR;
    }

    private long now() {
        return services.timing().nanoTime().getAsLong();
    }
}
