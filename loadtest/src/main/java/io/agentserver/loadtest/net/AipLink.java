package io.agentserver.loadtest.net;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One AIP connection, from the TCP connect to its end. Netty's client handshaker and frame decoder would build three handlers
 * and an HTTP pipeline per connection; tens of thousands of devices in a process want one small object each. Confined to its
 * event loop.
 */
public final class AipLink extends ChannelInboundHandlerAdapter implements WebSocketReader.Sink {

    /** The connection never came about. */
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

    private static final int MOST_HEAD_BYTES = 65_536;

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
         * It is over. Called once, also for an end we asked for.
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
    private boolean unwanted;
    private @Nullable Channel channel;
    private @Nullable Leftover rest;
    private WebSocketReader.@Nullable Fragments fragments;

    AipLink(AipDialer dialer, AipIdentity identity, Owner owner) {
        this.dialer = dialer;
        this.identity = identity;
        this.owner = owner;
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
        Channel open = channel;
        if (open == null || state == State.ENDED) {
            return;
        }
        byte[] id = identity.clientId().getBytes(StandardCharsets.UTF_8);
        if (!Heartbeat.isPlain(id)) {
            send(Heartbeat.message(identity, dialer.timestamp()));
            return;
        }
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
        Channel open = channel;
        if (open == null || state == State.ENDED) {
            return;
        }
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
        Channel open = channel;
        if (open == null) {
            unwanted = true;
        } else if (open.isActive()) {
            if (state == State.REGISTERED) {
                open.write(dialer.frames.close(open.alloc(), 1000), open.voidPromise());
                open.flush();
            }
            open.close();
        }
    }

    /** Drops the connection without a word. */
    public void drop() {
        if (channel == null) {
            unwanted = true;
        } else {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (unwanted) {
            ctx.close();
            return;
        }
        byte[] request = dialer.upgradeRequest;
        ctx.writeAndFlush(ctx.alloc().directBuffer(request.length).writeBytes(request), ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Leftover before = rest;
        ByteBuf in = before == null ? (ByteBuf) message : before.join((ByteBuf) message);
        reading = true;
        try {
            read(in);
        } catch (IllegalArgumentException | AipFormatException e) {
            end(BAD_MESSAGE);
            ctx.close();
        } finally {
            if (state == State.ENDED) {
                in.skipBytes(in.readableBytes());
            }
            keep(ctx, in, in == message);
        }
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf in, boolean fresh) {
        if (!in.isReadable()) {
            in.release();
            rest = null;
        } else {
            rest = rest == null ? new Leftover() : rest;
            rest.keep(ctx.alloc(), in, fresh);
        }
    }

    private void read(ByteBuf in) {
        if (state == State.UPGRADING && !readHead(in)) {
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
    private boolean readHead(ByteBuf in) {
        int end = endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > MOST_HEAD_BYTES) {
                throw new IllegalArgumentException("an answer to the upgrade without an end");
            }
            return false;
        }
        String head = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.ISO_8859_1);
        in.readerIndex(end);
        if (!head.startsWith("HTTP/1.1 101")) {
            end(head.matches("(?s)HTTP/1\\.. \\d{3}.*") ? "upgrade_" + head.substring(9, 12) : BAD_MESSAGE);
            drop();
            return false;
        }
        if (!dialer.upgradeAccept.equals(AipDialer.header(head, "Sec-WebSocket-Accept"))) {
            throw new IllegalArgumentException("an answer to somebody else's upgrade");
        }
        state = State.REGISTERING;
        send(AipMessages.register(identity, dialer.timestamp()));
        return true;
    }

    private static int endOfHead(ByteBuf in) {
        for (int at = in.readerIndex(); at + 4 <= in.writerIndex(); at++) {
            if (in.getByte(at) == '\r' && in.getInt(at) == 0x0D0A0D0A) {
                return at + 4;
            }
        }
        return -1;
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
        Channel open = channel;
        if (open != null) {
            write(open, dialer.frames.pong(open.alloc(), payload, length));
        }
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
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Transport.isTlsFault(cause)) {
            end(TLS_FAILED);
        }
        // Anything else is told by what follows: the channel closes, or never opens.
        ctx.close();
    }

    void end(String kind) {
        if (state != State.ENDED) {
            state = State.ENDED;
            owner.ended(this, kind);
        }
    }
}
