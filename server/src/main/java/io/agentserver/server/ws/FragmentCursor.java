package io.agentserver.server.ws;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads a message of several segments piece by piece. */
final class FragmentCursor {

    private record Segment(byte[] array, int offset, int length) {}

    private final List<Segment> segments = new ArrayList<>();
    private final int total;
    private int segment;
    private int position;
    private int remaining;

    FragmentCursor(RawJson message) {
        message.forEachSegment((array, offset, length) -> segments.add(new Segment(array, offset, length)));
        this.total = message.lengthBytes();
        this.remaining = total;
    }

    boolean atStart() {
        return remaining == total;
    }

    int remaining() {
        return remaining;
    }

    /** Copies the next bytes; there are at least that many. */
    void copyTo(ByteBuf target, int length) {
        int left = length;
        while (left > 0) {
            Segment from = segments.get(segment);
            int part = Math.min(left, from.length - position);
            target.writeBytes(from.array, from.offset + position, part);
            position += part;
            left -= part;
            if (position == from.length) {
                segment++;
                position = 0;
            }
        }
        remaining -= length;
    }
}
