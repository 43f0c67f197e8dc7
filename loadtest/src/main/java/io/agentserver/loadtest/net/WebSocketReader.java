package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a server, joins fragments, and keeps what is not whole yet. Holds nothing between whole messages, so
 * that an idle connection costs nothing. Confined to one thread.
 */
final class WebSocketReader {

    /** Hears of frames; what it is given is only lent. */
    interface Sink {

        /** A whole text message. */
        void text(byte[] array, int length);

        /** A ping with that payload, from the reader index on. */
        void ping(ByteBuf payload, int length);

        /** The server closes. */
        void close(int code);
    }

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final long LARGEST = 104_857_600L;

    /**
     * Reads one frame.
     *
     * @param scratch takes a message that comes in one frame; all connections of a thread can share it
     * @return false when the next frame is not whole yet, which is left unread
     * @throws IllegalArgumentException when it is no WebSocket of a server
     */
    boolean readFrame(ByteBuf in, Fragments fragments, ByteSink scratch, Sink sink) {
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        int at = in.readerIndex();
        int first = in.getByte(at);
        int second = in.getByte(at + 1);
        if ((first & 0x70) != 0 || (second & 0x80) != 0) {
            throw new IllegalArgumentException("a frame with bits that no server may set");
        }
        int header = 2;
        long length = second & 0x7F;
        if (length == 126) {
            header = 4;
            length = readable < header ? 0 : in.getUnsignedShort(at + 2);
        } else if (length == 127) {
            header = 10;
            length = readable < header ? 0 : in.getLong(at + 2);
        }
        if (length < 0 || length > LARGEST) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        if (readable < header + length) {
            return false;
        }
        in.skipBytes(header);
        int end = in.readerIndex() + (int) length;
        frame(in, first & 0x0F, (first & 0x80) != 0, (int) length, fragments, scratch, sink);
        in.readerIndex(end);
        return true;
    }

    private static void frame(
            ByteBuf in, int opcode, boolean last, int length, Fragments fragments, ByteSink scratch, Sink sink) {
        switch (opcode) {
            case PING -> sink.ping(in, length);
            case CLOSE -> sink.close(length >= 2 ? in.getUnsignedShort(in.readerIndex()) : 1005);
            case 0, TEXT, BINARY -> {
                if (last && fragments.sink == null) {
                    scratch.reset();
                    int to = scratch.extend(length);
                    in.getBytes(in.readerIndex(), scratch.array(), to, length);
                    sink.text(scratch.array(), length);
                    return;
                }
                fragment(in, length, fragments);
                if (last && fragments.sink != null) {
                    ByteSink whole = fragments.sink;
                    fragments.sink = null;
                    sink.text(whole.array(), whole.size());
                }
            }
            default -> {
                // A pong, or one of the reserved kinds.
            }
        }
    }

    private static void fragment(ByteBuf in, int length, Fragments fragments) {
        if (fragments.sink == null) {
            fragments.sink = new ByteSink();
        }
        if (fragments.sink.size() + (long) length > LARGEST) {
            throw new IllegalArgumentException("a message of more than " + LARGEST + " bytes");
        }
        int to = fragments.sink.extend(length);
        in.getBytes(in.readerIndex(), fragments.sink.array(), to, length);
    }

    /** The fragments of one connection's message under way. */
    static final class Fragments {
        @Nullable
        ByteSink sink;
    }
}
