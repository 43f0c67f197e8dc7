package io.agentserver.loadtest.net;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One AIP connection, from the TCP connect to its end. Netty's client handshaker and frame decoder would build three handlers
 * and an HTTP pipeline per connection; tens of thousands of devices in a process want one small object each. Confined to its
 * event loop.
 */
public final class AipLink extends Link implements WebSocketReader.Sink {

    /** The connection never came about, or we dropped it before. */
    public static final String CONNECT_FAILED = "connect_failed";
    /** This machine had no socket or port left for it. */
    public static final String NO_SOCKET = "no_socket";
    /** The connection was lost. */
    public static final String LOST = "connection_lost";
    /** The server's certificate is not trusted, or TLS failed otherwise. */
    public static final String TLS_FAILED = "tls_failed";
    /** The registration was refused. */
    public static final String REFUSED = "refused";
    /** What came was not AIP. */
    public static final String BAD_MESSAGE = "bad_message";

    /** Hears of it, on the event loop. */
    public interface Owner {

        /** The registration is confirmed. */
        void registered(AipLink link);

        /**
         * A message came after the registration.
         *
         * @param array holds the message's bytes from 0 on; only lent
         */
        void message(AipLink link, ServerMessage message, byte[] array, int length);

        /**
         * It is over. Called once, also for an end we asked for: within {@link Link#drop()} when that ends a connect under way,
         * after it when it ends a connection.
         *
         * @param kind one of the constants, or {@code upgrade_} and an HTTP status
         */
        void ended(AipLink link, String kind);
    }

    private enum State {
        UPGRADING,
        REGISTERING,
        REGISTERED,
        ENDED
    }

    private final AipDialer dialer;
    private final AipIdentity identity;
    private final Owner owner;
    private State state = State.UPGRADING;
    private boolean reading;
    private boolean unflushed;
    private WebSocketReader.@Nullable Fragments fragments;

    private AipLink(AipDialer dialer, AipIdentity identity, Owner owner) {
        this.dialer = dialer;
        this.identity = identity;
        this.owner = owner;
    }

    static AipLink open(Transport transport, EventLoop loop, AipDialer dialer, AipIdentity identity, Owner owner) {
        AipLink link = new AipLink(dialer, identity, owner);
        link.connect(transport, loop);
        return link;
    }

    /** Who it is. */
    public AipIdentity identity() {
        return identity;
    }

    /** Whether it is registered and not yet over. */
    public boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** Sends a heartbeat. */
    public void sendHeartbeat(long nanoTime) {
        if (state == State.ENDED) {
            return;
        }
        byte[] id = identity.clientId().getBytes(StandardCharsets.UTF_8);
        if (!Heartbeat.isPlain(id)) {
            send(Heartbeat.message(identity, dialer.timestamp()));
            return;
        }
        Channel open = channel();
        byte[] timestamp = dialer.timestampBytes(nanoTime);
        int length = Heartbeat.length(id, timestamp, identity.constellation());
        ByteBuf frame = dialer.frames.beginText(open.alloc(), length);
        Heartbeat.write(frame, id, timestamp, identity.constellation());
        write(open, dialer.frames.masked(frame, length));
    }

    /** Answers a TASK with a TASK, as a device does. */
    public void answer(ServerMessage.Task task, String requestId) {
        send(AipMessages.answer(identity, task, dialer.timestamp(), requestId));
    }

    /** Answers commands with successes, as a device does. */
    public void answer(ServerMessage.Commands commands, String requestId) {
        send(AipMessages.answer(identity, commands, dialer.timestamp(), requestId));
    }

    /** Sends a constellation's task. */
    public void sendTask(String sessionId, String taskName, String request) {
        send(AipMessages.task(identity, sessionId, taskName, request, dialer.timestamp()));
    }

    /** Sends a constellation's question about its device. */
    public void sendDeviceInfoRequest(String requestId) {
        send(AipMessages.deviceInfo(identity, requestId, dialer.timestamp()));
    }

    private void send(ClientMessage message) {
        if (state == State.ENDED) {
            return;
        }
        Channel open = channel();
        RawJson json = dialer.codec.encode(message);
        ByteBuf frame = dialer.frames.beginText(open.alloc(), json.lengthBytes());
        json.forEachSegment(frame::writeBytes);
        write(open, dialer.frames.masked(frame, json.lengthBytes()));
    }

    /** While bytes are being read, what is written waits for the end of the reading: one system call for all. */
    private void write(Channel open, ByteBuf frame) {
        if (reading) {
            unflushed = true;
            open.write(frame, open.voidPromise());
        } else {
            open.writeAndFlush(frame, open.voidPromise());
        }
    }

    /** Says goodbye and closes. */
    public void close() {
        Channel open = channel();
        if (isRegistered() && open.isActive()) {
            open.writeAndFlush(dialer.frames.close(open.alloc(), 1000), open.voidPromise());
        }
        drop();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        byte[] request = dialer.upgrade.request();
        ctx.writeAndFlush(ctx.alloc().directBuffer(request.length).writeBytes(request), ctx.voidPromise());
    }

    @Override
    void read(ByteBuf in) {
        reading = true;
        if (state == State.UPGRADING && !upgraded(in)) {
            return;
        }
        WebSocketReader.Fragments before = fragments;
        WebSocketReader.Fragments collected = before == null ? new WebSocketReader.Fragments() : before;
        boolean goesOn = true;
        while (goesOn && state != State.ENDED) {
            goesOn = dialer.reader.readFrame(in, collected, dialer.scratch, this);
        }
        fragments = collected.sink == null ? null : collected;
    }

    /** Whether the answer to the upgrade is whole and good. */
    private boolean upgraded(ByteBuf in) {
        String head = Upgrade.takeHead(in);
        if (head == null) {
            return false;
        }
        String refusal = dialer.upgrade.refusal(head);
        if (refusal != null) {
            end("upgrade_" + refusal);
            drop();
            return false;
        }
        state = State.REGISTERING;
        send(AipMessages.register(identity, dialer.timestamp()));
        return true;
    }

    @Override
    public void text(byte[] array, int length) {
        ServerMessage message = dialer.codec.decodeServer(array, 0, length);
        if (state == State.REGISTERED) {
            owner.message(this, message, array, length);
        } else if (message.type() == ServerMessageType.ERROR) {
            end(REFUSED);
            drop();
        } else {
            state = State.REGISTERED;
            owner.registered(this);
        }
    }

    @Override
    public void ping(ByteBuf payload, int length) {
        Channel open = channel();
        write(open, dialer.frames.pong(open.alloc(), payload, length));
    }

    @Override
    public void close(int code) {
        end(state == State.REGISTERED ? LOST : REFUSED);
        drop();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (unflushed) {
            unflushed = false;
            ctx.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(LOST);
    }

    @Override
    void failed(Fault fault) {
        end(
                switch (fault) {
                    case CONNECT_FAILED -> CONNECT_FAILED;
                    case NO_SOCKET -> NO_SOCKET;
                    case TLS_FAILED -> TLS_FAILED;
                    case BAD_BYTES -> BAD_MESSAGE;
                });
    }

    @Override
    boolean isOver() {
        return state == State.ENDED;
    }

    private void end(String kind) {
        if (state != State.ENDED) {
            state = State.ENDED;
            owner.ended(this, kind);
        }
    }
}
