package io.agentserver.server.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/** The pings of one connection: the peer's, which it answers, and those it sends. Confined to its event loop. */
final class Pings {

    private final Channel channel;
    private @Nullable Probes probes;

    /** What the peer's last ping said while the socket took no more. */
    private byte @Nullable [] owed;

    Pings(Channel channel) {
        this.channel = channel;
    }

    /**
     * Answers a ping; the caller flushes. While the socket takes no more only the latest is remembered, which is all that
     * must be answered (RFC 6455, 5.5.3): a peer that pings and never reads costs nothing.
     */
    void answer(ByteBuf payload) {
        if (channel.isWritable()) {
            owed = null;
            channel.write(new PongWebSocketFrame(payload.retain()), channel.voidPromise());
        } else {
            owed = ByteBufUtil.getBytes(payload);
        }
    }

    /** Answers what could not be answered before; the caller flushes. */
    void answerOwed() {
        byte[] payload = owed;
        if (payload != null && channel.isWritable()) {
            owed = null;
            channel.write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)), channel.voidPromise());
        }
    }

    /** Asks the peer for a sign of life. */
    void ping() {
        channel.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER), channel.voidPromise());
    }

    /** Asks the peer for an answer to this very ping. */
    void probe(Sinks.One<Boolean> answered) {
        if (probes == null) {
            probes = new Probes();
        }
        long payload = ThreadLocalRandom.current().nextLong();
        probes.add(payload, answered);
        ByteBuf content = channel.alloc().buffer(Long.BYTES).writeLong(payload);
        channel.writeAndFlush(new PingWebSocketFrame(content), channel.voidPromise());
    }

    /** Nobody waits for that answer any more. */
    void forget(Sinks.One<Boolean> answered) {
        if (probes != null) {
            probes.forget(answered);
        }
    }

    /** A pong came. */
    void pong(ByteBuf payload) {
        if (probes != null && payload.readableBytes() == Long.BYTES) {
            probes.answered(payload.getLong(payload.readerIndex()));
        }
    }

    /** More of a long frame came: its sender lives, and cannot answer before the frame's end. */
    void insideFrame() {
        if (probes != null) {
            probes.finishAll(true);
        }
    }

    /** The connection is gone: nothing will be answered, and nothing answers. */
    void close() {
        owed = null;
        if (probes != null) {
            probes.finishAll(false);
        }
    }
}
