package io.agentserver.protocol.client;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * What both roles do with a connection: register, keep alive, hand out messages, wait for tasks. State is touched on the
 * event loop only; the public methods hop there.
 */
abstract sealed class LiveConnection<N extends AipConnection> implements Link.Owner
        permits LiveConstellation, LiveDevice {

    private static final Logger log = LoggerFactory.getLogger(LiveConnection.class);

    final ClientConfig config;
    private final String clientId;
    private final Tasks tasks;
    private final MessageFan fan = new MessageFan();
    private @Nullable Link link;
    private @Nullable MonoSink<LiveConnection<N>> registering;
    private @Nullable Future<?> registrationTimer;
    private @Nullable KeepAlive keepAlive;

    LiveConnection(ClientConfig config) {
        this.config = config;
        this.clientId = config.requireClientId();
        this.tasks = new Tasks(config, this::taskMessage);
    }

    /** Itself as the user sees it. */
    abstract N self();

    abstract ClientMessage registerMessage();

    abstract ClientMessage taskMessage(TaskRequest request);

    /** Whether that answer to REGISTER confirms it, refuses it, or is none. */
    abstract Registration judge(ServerMessage answer);

    /** A message after the registration, apart from what concerns tasks this connection asked for. */
    abstract void handle(ServerMessage message, int bytes);

    /** The end of a registered connection. */
    abstract void over(CloseInfo info);

    /** What an answer to REGISTER means. */
    enum Registration {
        CONFIRMED,
        REFUSED,
        UNANSWERED
    }

    /** Upgrades and registers on that channel. */
    final void open(Channel channel, MonoSink<LiveConnection<N>> sink) {
        Link opening = attach(channel, sink);
        opening.onLoop(() -> Upgrade.start(channel, config, opening, this::failed));
    }

    /** What will run on that channel once the upgrade is done. */
    final Link attach(Channel channel, MonoSink<LiveConnection<N>> sink) {
        Link attached = new Link(config, this, channel);
        link = attached;
        registering = sink;
        sink.onCancel(() -> attached.cleanUp(() -> {
            settleRegistration();
            attached.drop();
        }));
        return attached;
    }

    @Override
    public final void opened() {
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.upgraded(clientId, System.nanoTime()));
        }
        registrationTimer = link().schedule(
                        () -> failed(new AipTimeoutException("registration of '" + clientId + "' at " + config.endpoint
                                + ": no answer within " + config.registrationTimeout)),
                        config.registrationTimeout);
        post(registerMessage());
    }

    private void failed(Throwable cause) {
        MonoSink<LiveConnection<N>> sink = settleRegistration();
        link().drop();
        if (sink != null) {
            sink.error(cause);
        }
    }

    /** From here on nobody waits for the registration; who did. */
    private @Nullable MonoSink<LiveConnection<N>> settleRegistration() {
        Future<?> timer = registrationTimer;
        if (timer != null) {
            registrationTimer = null;
            timer.cancel(false);
        }
        MonoSink<LiveConnection<N>> sink = registering;
        registering = null;
        return sink;
    }

    @Override
    public final void received(ServerMessage message, int bytes, long nanoTime) {
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.received(self(), message, bytes, nanoTime));
        }
        if (registering != null) {
            registrationAnswered(message);
        } else {
            fan.emit(message);
            tasks.received(message);
            handle(message, bytes);
        }
    }

    private void registrationAnswered(ServerMessage message) {
        switch (judge(message)) {
            case CONFIRMED -> registered();
            case REFUSED -> failed(new RegistrationRefusedException(clientId, refusal(message)));
            case UNANSWERED -> log.debug("client '{}' ignores {} before its registration", clientId, message.type());
        }
    }

    private static String refusal(ServerMessage message) {
        if (message instanceof ServerMessage.Error error && error.error() != null) {
            return error.error();
        }
        return "the server answered " + message.type().wire() + "/"
                + message.header().status().wire() + " (expected: heartbeat/ok)";
    }

    private void registered() {
        MonoSink<LiveConnection<N>> sink = settleRegistration();
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.registered(self(), System.nanoTime()));
        }
        if (sink != null) {
            sink.success(this);
        }
        if (KeepAlive.wanted(config) && !link().ended()) {
            keepAlive = new KeepAlive(link(), config, () -> post(heartbeatMessage()));
            keepAlive.run();
        }
    }

    @Override
    public final void unreadable(AipFormatException fault) {
        log.debug("client '{}' dropped a message: {}", clientId, fault.getMessage());
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.unreadable(self(), fault, System.nanoTime()));
        }
    }

    @Override
    public final void written(ClientMessage message, int bytes) {
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.sent(self(), message, bytes, System.nanoTime()));
        }
    }

    @Override
    public final void pong() {
        if (keepAlive != null) {
            keepAlive.pong();
        }
    }

    @Override
    public final void closed(CloseInfo info) {
        if (registering != null) {
            failed(new ConnectionLostException("registration of '" + clientId + "' unanswered", info));
            return;
        }
        if (keepAlive != null) {
            keepAlive.stop();
        }
        over(info);
        tasks.failAll(info);
        fan.complete();
        ClientListener listener = config.listener;
        if (listener != null) {
            Notice.of(() -> listener.closed(self(), info, System.nanoTime()));
        }
    }

    final Link link() {
        Link open = link;
        if (open == null) {
            throw new IllegalStateException("not connected yet");
        }
        return open;
    }

    /** A header of this client for now. */
    final ClientHeader header(MessageStatus status, @Nullable String sessionId) {
        return header(config.role, status, sessionId);
    }

    private ClientHeader header(ClientType role, MessageStatus status, @Nullable String sessionId) {
        return new ClientHeader(status, role, clientId, sessionId, Timestamps.now(config.clock));
    }

    private ClientMessage heartbeatMessage() {
        return new ClientMessage.Heartbeat(header(config.heartbeatType, MessageStatus.OK, null), heartbeatMetadata());
    }

    @Nullable
    RawJson heartbeatMetadata() {
        return null;
    }

    /** Sends what nobody waits for. */
    final void post(ClientMessage message) {
        link().send(message, failure -> {
            if (failure != null) {
                log.debug("client '{}' could not send {}: {}", clientId, message.type(), failure.getMessage());
            }
        });
    }

    /** Fails when the connection has ended. */
    final Mono<LiveConnection<N>> ended() {
        return closed().flatMap(info -> Mono.error(new ConnectionLostException("client '" + clientId + "'", info)));
    }

    /** Closes with a close frame and waits for nothing. */
    final void leave() {
        link().close(CloseInfo.NORMAL, "");
    }

    public final String clientId() {
        return clientId;
    }

    public final Flux<ServerMessage> messages() {
        return fan.messages(link());
    }

    public final Mono<Void> send(ClientMessage message) {
        return Mono.create(sink -> link().send(message, new SendSignal(sink)));
    }

    public final Mono<Void> heartbeat() {
        return Mono.defer(() -> send(heartbeatMessage()));
    }

    public final Flux<TaskEvent> taskEvents(TaskRequest request) {
        return tasks.events(link(), request);
    }

    public final Mono<CloseInfo> closed() {
        return link().closed();
    }

    public final Mono<Void> close() {
        return Mono.defer(() -> {
            leave();
            return closed().then();
        });
    }

    public final void dispose() {
        link().drop();
    }

    public final boolean isDisposed() {
        return link().ended();
    }
}
