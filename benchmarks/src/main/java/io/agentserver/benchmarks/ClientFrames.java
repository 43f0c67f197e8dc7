package io.agentserver.benchmarks;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/** WebSocket frames as a client sends them: whole and masked (RFC 6455, 5.2). */
final class ClientFrames {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int MOST_BYTES = 65_535;

    /** The server has to unmask with whatever key comes; one key for all saves the generator the random numbers. */
    private static final int KEY = 0x5A17C3E9;

    private ClientFrames() {}

    static ByteBuf text(ByteBufAllocator alloc, RawJson message) {
        ByteBuf frame = start(alloc, FINAL_TEXT, message.lengthBytes());
        int from = frame.writerIndex();
        message.forEachSegment(frame::writeBytes);
        return masked(frame, from);
    }

    /** The same as bytes to keep. */
    static byte[] text(RawJson message) {
        ByteBuf frame = text(UnpooledByteBufAllocator.DEFAULT, message);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        return bytes;
    }

    static ByteBuf pong(ByteBufAllocator alloc, ByteBuf payload) {
        ByteBuf frame = start(alloc, FINAL_PONG, payload.readableBytes());
        int from = frame.writerIndex();
        frame.writeBytes(payload);
        return masked(frame, from);
    }

    private static ByteBuf start(ByteBufAllocator alloc, int firstByte, int length) {
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("length: " + length + " (expected: at most " + MOST_BYTES + ")");
        }
        ByteBuf frame = alloc.ioBuffer(length + 8).writeByte(firstByte);
        if (length < LENGTH_IN_TWO_BYTES) {
            frame.writeByte(MASKED | length);
        } else {
            frame.writeByte(MASKED | LENGTH_IN_TWO_BYTES).writeShort(length);
        }
        return frame.writeInt(KEY);
    }

    private static ByteBuf masked(ByteBuf frame, int from) {
        int at = from;
        for (; at + Integer.BYTES <= frame.writerIndex(); at += Integer.BYTES) {
            frame.setInt(at, frame.getInt(at) ^ KEY);
        }
        for (int shift = 24; at < frame.writerIndex(); at++, shift -= Byte.SIZE) {
            frame.setByte(at, frame.getByte(at) ^ KEY >>> shift);
        }
        return frame;
    }
}
