package io.agentserver.server.ws;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Joins the fragments of one message. Copies them, so that a million tiny ones cost no more than one large. */
final class MessageAssembler {

    private static final int FIRST_CHUNK = 4_096;
    private static final int LARGEST_CHUNK = 4_194_304;

    private final int limitBytes;
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] chunk = new byte[0];
    private int used;
    private int total;

    MessageAssembler(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** The bytes taken so far. */
    int size() {
        return total;
    }

    /** Takes a fragment; false when the message would be over the limit. */
    boolean add(ByteBuf fragment) {
        int left = fragment.readableBytes();
        if (left > limitBytes - total) {
            return false;
        }
        int index = fragment.readerIndex();
        while (left > 0) {
            if (used == chunk.length) {
                nextChunk(left);
            }
            int part = Math.min(left, chunk.length - used);
            fragment.getBytes(index, chunk, used, part);
            index += part;
            used += part;
            total += part;
            left -= part;
        }
        return true;
    }

    /** The whole message. */
    byte[] message() {
        byte[] message = new byte[total];
        int at = 0;
        for (byte[] full : chunks) {
            System.arraycopy(full, 0, message, at, full.length);
            at += full.length;
        }
        System.arraycopy(chunk, 0, message, at, used);
        return message;
    }

    private void nextChunk(int wanted) {
        if (chunk.length > 0) {
            chunks.add(chunk);
        }
        int doubled = Math.max(FIRST_CHUNK, Math.max(total, wanted));
        chunk = new byte[Math.min(Math.min(LARGEST_CHUNK, doubled), limitBytes - total)];
        used = 0;
    }
}
