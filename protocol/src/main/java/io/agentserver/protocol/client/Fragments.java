package io.agentserver.protocol.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * The frames of one fragmented message, joined as bytes, so that a character may be split over two of them. The bytes are
 * copied: a million frames of one byte must not keep a million buffers.
 */
final class Fragments {

    private final int limit;
    private byte[] bytes = new byte[1024];
    private int length;

    Fragments(int limit) {
        this.limit = limit;
    }

    /** Appends a frame's payload; false when the message grows past the limit. */
    boolean add(ByteBuf payload) {
        int more = payload.readableBytes();
        if (more > limit - length) {
            return false;
        }
        int needed = length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(limit, 2L * bytes.length)));
        }
        payload.getBytes(payload.readerIndex(), bytes, length, more);
        length = needed;
        return true;
    }

    /** The whole message. Nothing may be added afterwards. */
    ByteBuf joined() {
        return Unpooled.wrappedBuffer(bytes, 0, length);
    }
}
