package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;

/** WebSocket frames as a client sends them: whole and masked (RFC 6455, 5.2). Confined to one thread. */
final class WebSocketFrames {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    private static final int MOST_HEADER_BYTES = 14;

    private final SplittableRandom keys = new SplittableRandom();

    /** A text frame begun: the payload follows, then {@link #masked}. */
    ByteBuf beginText(ByteBufAllocator alloc, int length) {
        return begin(alloc, FINAL_TEXT, length);
    }

    ByteBuf pong(ByteBufAllocator alloc, ByteBuf payload, int length) {
        return masked(begin(alloc, FINAL_PONG, length).writeBytes(payload, payload.readerIndex(), length), length);
    }

    ByteBuf close(ByteBufAllocator alloc, int code) {
        return masked(begin(alloc, FINAL_CLOSE, Short.BYTES).writeShort(code), Short.BYTES);
    }

    private ByteBuf begin(ByteBufAllocator alloc, int firstByte, int length) {
        ByteBuf frame = alloc.directBuffer(length + MOST_HEADER_BYTES).writeByte(firstByte);
        if (length < LENGTH_IN_TWO_BYTES) {
            frame.writeByte(MASKED | length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(MASKED | LENGTH_IN_TWO_BYTES).writeShort(length);
        } else {
            frame.writeByte(MASKED | LENGTH_IN_EIGHT_BYTES).writeLong(length);
        }
        return frame.writeInt(keys.nextInt());
    }

    /** Masks the payload, the last {@code length} bytes, with the key in front of it. */
    ByteBuf masked(ByteBuf frame, int length) {
        int end = frame.writerIndex();
        int at = end - length;
        int key = frame.getInt(at - Integer.BYTES);
        long twice = (long) key << 32 | (key & 0xFFFFFFFFL);
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            frame.setLong(at, frame.getLong(at) ^ twice);
        }
        for (int shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - 8) {
            frame.setByte(at, frame.getByte(at) ^ key >>> shift);
        }
        return frame;
    }
}
