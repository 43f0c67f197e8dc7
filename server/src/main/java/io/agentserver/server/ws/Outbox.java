package io.agentserver.server.ws;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one client is still to be sent; confined to its event loop. A message goes straight to the socket while the socket
 * takes it; otherwise it waits. The message whose turn is next may be of any size; what waits behind it is bounded. A large
 * message goes out in fragments as the socket drains, so that it is never copied whole.
 */
final class Outbox {

    private static final int FRAGMENT_BYTES = 131_072;
    private static final int TEXT = 0x1;
    private static final int CONTINUATION = 0x0;
    private static final int FINAL = 0x80;

    private final Channel channel;
    private final int budgetBytes;
    private final InflightBudget inflight;
    private @Nullable ArrayDeque<RawJson> waiting;
    private @Nullable FragmentCursor current;
    private long waitingBytes;

    Outbox(Channel channel, int budgetBytes, InflightBudget inflight) {
        this.channel = channel;
        this.budgetBytes = budgetBytes;
        this.inflight = inflight;
    }

    /** What waits, without the message being written. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Whether everything has been given to the socket. */
    boolean isEmpty() {
        return waiting == null && current == null;
    }

    /**
     * Writes the message or lets it wait; the caller flushes. False when it would pass the budget while others wait: the
     * reader is too slow.
     */
    boolean write(RawJson message) {
        int length = message.lengthBytes();
        if (isEmpty() && (channel.isWritable() || length > FRAGMENT_BYTES)) {
            begin(message);
            return true;
        }
        ArrayDeque<RawJson> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            waiting = queue;
        } else if (waitingBytes - queue.element().lengthBytes() + length > budgetBytes) {
            return false;
        }
        queue.add(message);
        waitingBytes += length;
        inflight.outgoing(length);
        return true;
    }

    /** Goes on as far as the socket takes it; the caller flushes. */
    void drain() {
        while (channel.isWritable()) {
            if (current != null) {
                writeFragments();
            } else if (waiting != null) {
                RawJson next = waiting.remove();
                waitingBytes -= next.lengthBytes();
                inflight.outgoing(-next.lengthBytes());
                if (waiting.isEmpty()) {
                    waiting = null;
                }
                begin(next);
            } else {
                return;
            }
        }
    }

    /** Forgets what has not been given to the socket. */
    void discard() {
        if (waiting != null) {
            inflight.outgoing(-waitingBytes);
            waiting = null;
            waitingBytes = 0;
        }
        if (current != null) {
            inflight.outgoing(-current.remaining());
            current = null;
        }
    }

    private void begin(RawJson message) {
        if (message.lengthBytes() <= FRAGMENT_BYTES) {
            ByteBuf frame = header(FINAL | TEXT, message.lengthBytes());
            message.forEachSegment(frame::writeBytes);
            channel.write(frame, channel.voidPromise());
        } else {
            current = new FragmentCursor(message);
            inflight.outgoing(message.lengthBytes());
            writeFragments();
        }
    }

    private void writeFragments() {
        FragmentCursor cursor = current;
        while (cursor != null && channel.isWritable()) {
            int opcode = cursor.atStart() ? TEXT : CONTINUATION;
            int length = Math.min(FRAGMENT_BYTES, cursor.remaining());
            boolean last = length == cursor.remaining();
            ByteBuf frame = header(last ? FINAL | opcode : opcode, length);
            cursor.copyTo(frame, length);
            channel.write(frame, channel.voidPromise());
            inflight.outgoing(-length);
            if (last) {
                current = null;
                return;
            }
        }
    }

    /** A buffer that holds the frame header (RFC 6455, 5.2; a server does not mask) and has room for the payload. */
    private ByteBuf header(int firstByte, int length) {
        ByteBuf frame = channel.alloc().ioBuffer(length + 10);
        frame.writeByte(firstByte);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length < 65_536) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
        return frame;
    }
}
