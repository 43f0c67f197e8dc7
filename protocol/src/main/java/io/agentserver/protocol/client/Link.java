package io.agentserver.protocol.client;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One open WebSocket: turns frames into messages and back, answers pings, closes. Everything happens on the event loop of
 * its channel except where a method says otherwise.
 */
final class Link extends ChannelInboundHandlerAdapter {

    /** What the messages are for. Called on the event loop. */
    interface Owner {

        /** The WebSocket is open; nothing was sent or received yet. */
        void opened();

        /** A message arrived; nanoTime is 0 when there is no listener to want it. */
        void received(ServerMessage message, int bytes, long nanoTime);

        /** Something arrived that is no message and is dropped. */
        void unreadable(AipFormatException fault);

        /** A message was handed to the operating system. */
        void written(ClientMessage message, int bytes);

        /** A pong arrived. */
        void pong();

        /** It ended. Called once, after {@link #opened}. */
        void closed(CloseInfo info);
    }

    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private static final AtomicLongFieldUpdater<Link> WAITING =
            AtomicLongFieldUpdater.newUpdater(Link.class, "waitingBytes");

    /** Pongs that may wait to be written. A server that sends pings and does not read gets no more. */
    private static final int MAX_WAITING_PONGS = 16;

    private final ClientConfig config;
    private final Owner owner;
    private final Channel channel;
    private final EndSignal ending = new EndSignal();
    private @Nullable Fragments fragments;
    private @Nullable Throwable broken;
    private @Nullable Future<?> closeTimer;
    private int waitingPongs;
    private boolean receivedClose;
    private volatile boolean closing;
    private volatile @Nullable CloseInfo closeInfo;

    @SuppressWarnings("UnusedVariable") // Read and written through WAITING.
    private volatile long waitingBytes;

    Link(ClientConfig config, Owner owner, Channel channel) {
        this.config = config;
        this.owner = owner;
        this.channel = channel;
    }

    /** After it was put into the pipeline. */
    void begin() {
        owner.opened();
    }

    /** Runs that on the event loop, at once if this is it. Any thread. */
    void onLoop(Runnable task) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** As {@link #onLoop}, for what is of no use once the loop is shut down, its channels being closed. Any thread. */
    void cleanUp(Runnable task) {
        try {
            onLoop(task);
        } catch (RejectedExecutionException e) {
            log.trace("event loop is shut down", e);
        }
    }

    Future<?> schedule(Runnable task, Duration delay) {
        return channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    Channel channel() {
        return channel;
    }

    /**
     * Sends a message. Any thread; encodes on it.
     *
     * @param done called once with null when it is written, or with why it was not; on this thread or the event loop
     */
    void send(ClientMessage message, Consumer<@Nullable Throwable> done) {
        if (closing) {
            done.accept(lost("message not sent"));
            return;
        }
        RawJson json = config.codec.encode(message);
        int bytes = json.lengthBytes();
        if (bytes > config.maxMessageBytes) {
            done.accept(new MessageTooLargeException(bytes, config.maxMessageBytes));
            return;
        }
        long waiting = WAITING.getAndAdd(this, bytes);
        if (waiting > config.maxOutboxBytes) {
            WAITING.addAndGet(this, -bytes);
            done.accept(new OutboxFullException(config.requireClientId(), waiting, config.maxOutboxBytes));
            return;
        }
        try {
            onLoop(() -> write(message, json, done));
        } catch (RejectedExecutionException e) {
            WAITING.addAndGet(this, -bytes);
            done.accept(lost("message not sent"));
        }
    }

    private void write(ClientMessage message, RawJson json, Consumer<@Nullable Throwable> done) {
        channel.writeAndFlush(new TextWebSocketFrame(JsonBuffers.wrap(json))).addListener(written -> {
            int bytes = json.lengthBytes();
            WAITING.addAndGet(this, -bytes);
            if (written.isSuccess()) {
                owner.written(message, bytes);
                done.accept(null);
            } else {
                done.accept(channel.isActive() ? written.cause() : lost("message not sent"));
            }
        });
    }

    void ping() {
        channel.writeAndFlush(new PingWebSocketFrame()).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    /** Starts the closing handshake, unless it has started. Any thread. */
    void close(int code, String reason) {
        cleanUp(() -> {
            if (!closing && channel.isActive()) {
                settle(CloseInfo.byClient(code, reason));
                sendClose(new CloseWebSocketFrame(code, reason));
            }
        });
    }

    /** Ends the connection without a close frame. Any thread. */
    void drop() {
        cleanUp(() -> {
            settle(CloseInfo.byClient(CloseInfo.ABNORMAL, "dropped"));
            end();
        });
    }

    boolean ended() {
        return !channel.isActive();
    }

    /** Emits how it ended when the owner has been told, on the event loop. Any thread may subscribe. */
    Mono<CloseInfo> closed() {
        return Mono.create(sink -> {
            try {
                onLoop(() -> ending.await(sink, this));
            } catch (RejectedExecutionException e) {
                // The loop is shut down, and its channels with it.
                sink.success(closeInfo());
            }
        });
    }

    /** How it ended or is about to. Any thread. */
    CloseInfo closeInfo() {
        CloseInfo info = closeInfo;
        return info == null ? CloseInfo.lost(broken) : info;
    }

    ConnectionLostException lost(String what) {
        return new ConnectionLostException(what, closeInfo());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof WebSocketFrame frame && !receivedClose) {
                frame(frame);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void frame(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            if (frame.isFinalFragment()) {
                message(frame.content());
            } else {
                fragments = new Fragments(config.maxMessageBytes);
                fragment(frame);
            }
        } else if (frame instanceof ContinuationWebSocketFrame) {
            fragment(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            pong(frame.content());
        } else if (frame instanceof PongWebSocketFrame) {
            owner.pong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            closeReceived(close);
        }
    }

    private void fragment(WebSocketFrame frame) {
        Fragments parts = fragments;
        if (parts == null) {
            // What follows a message that was too large.
            return;
        }
        if (!parts.add(frame.content())) {
            fragments = null;
            violated(CloseInfo.TOO_BIG, "message over " + config.maxMessageBytes + " bytes", null);
        } else if (frame.isFinalFragment()) {
            fragments = null;
            message(parts.joined());
        }
    }

    private void message(ByteBuf content) {
        long nanoTime = config.listener == null ? 0 : System.nanoTime();
        int bytes = content.readableBytes();
        ServerMessage message;
        try {
            message = MessageDecoder.decode(config.codec, content);
        } catch (AipFormatException fault) {
            if (MessageDecoder.isUtf8(content)) {
                owner.unreadable(fault);
            } else {
                violated(CloseInfo.INVALID_PAYLOAD, "invalid UTF-8", fault);
            }
            return;
        }
        owner.received(message, bytes, nanoTime);
    }

    private void pong(ByteBuf payload) {
        if (waitingPongs < MAX_WAITING_PONGS) {
            waitingPongs++;
            channel.writeAndFlush(new PongWebSocketFrame(payload.retain())).addListener(written -> waitingPongs--);
        }
    }

    private void closeReceived(CloseWebSocketFrame frame) {
        receivedClose = true;
        int code = frame.statusCode();
        if (closing) {
            // The answer to our own; the server ends the connection now.
            return;
        }
        settle(CloseInfo.byServer(code < 0 ? CloseInfo.NO_STATUS : code, code < 0 ? "" : frame.reasonText()));
        sendClose(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
    }

    /** Sends the close frame and leaves the server its time to end the TCP connection, as RFC 6455 wants it. */
    private void sendClose(CloseWebSocketFrame frame) {
        channel.writeAndFlush(frame).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        closeTimer = schedule(this::end, config.closeTimeout);
    }

    /** The server broke the protocol; the decoder discards what follows. */
    private void violated(int code, String reason, @Nullable Throwable cause) {
        if (!closing) {
            settle(new CloseInfo(code, reason, CloseInfo.Origin.CLIENT, cause));
            sendClose(new CloseWebSocketFrame(code, reason));
        }
    }

    private void settle(CloseInfo info) {
        if (closeInfo == null) {
            closeInfo = info;
        }
        closing = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        settle(CloseInfo.lost(broken));
        fragments = null;
        Future<?> timer = closeTimer;
        if (timer != null) {
            timer.cancel(false);
        }
        CloseInfo info = closeInfo();
        owner.closed(info);
        ending.ended(info);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable fault = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (fault instanceof CorruptedWebSocketFrameException corrupted) {
            violated(corrupted.closeStatus().code(), String.valueOf(corrupted.getMessage()), corrupted);
            return;
        }
        broken = fault;
        end();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells.
    private void end() {
        channel.close();
    }
}
