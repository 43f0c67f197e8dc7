package io.agentserver.server.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of bytes, appended at one end and removed at the other. However many there are, to the collector they are a few
 * large arrays, which it need not look into. Confined by its owner.
 */
final class SegmentedLog {

    /** With the array's header just under 2 MiB: as many of G1's regions as are needed are full, and none is begun. */
    static final int MOST_SEGMENT_BYTES = 2 * 1_024 * 1_024 - 64;

    /** A position at which no record ever is. */
    static final long NOWHERE = 0;

    private static final int LENGTH_BYTES = Integer.BYTES;

    /** In place of a length: the next record is in the next segment. */
    private static final int END_OF_SEGMENT = -1;

    private final int segmentBytes;
    private final List<ByteBuf> segments = new ArrayList<>();

    /** The one that became free last: a full log goes round without new arrays. */
    private @Nullable ByteBuf spare;

    private long firstSegment = 1;
    private long oldest;
    private long end;

    /** @param segmentBytes the size of the arrays; no record may be longer than {@link #longestRecord()} */
    SegmentedLog(int segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.oldest = segmentBytes;
        this.end = segmentBytes;
    }

    int longestRecord() {
        return segmentBytes - LENGTH_BYTES;
    }

    boolean isEmpty() {
        return oldest == end;
    }

    /** Where the oldest record is, if there is one. */
    long oldest() {
        return oldest;
    }

    /** Whether what was appended there is still there. */
    boolean holds(long position) {
        return position >= oldest && position < end;
    }

    /**
     * Appends the readable bytes.
     *
     * @return where they are; later ones are at greater positions
     */
    long append(ByteBuf record) {
        int length = record.readableBytes();
        if (length > longestRecord()) {
            throw new IllegalArgumentException(
                    "record: " + length + " bytes (expected: at most " + longestRecord() + ")");
        }
        boolean wasEmpty = isEmpty();
        int left = segmentBytes - offset(end);
        if (left < LENGTH_BYTES + length) {
            if (left >= LENGTH_BYTES) {
                segment(end).setInt(offset(end), END_OF_SEGMENT);
            }
            end += left;
        }
        if (number(end) == firstSegment + segments.size()) {
            segments.add(spare == null ? Unpooled.wrappedBuffer(new byte[segmentBytes]) : spare);
            spare = null;
        }
        long position = end;
        segment(position).setInt(offset(position), length).setBytes(offset(position) + LENGTH_BYTES, record, length);
        end += LENGTH_BYTES + length;
        if (wasEmpty) {
            oldest = position;
        }
        return position;
    }

    /** The record that {@link #holds} there; a view, good until the next change. */
    ByteBuf read(long position) {
        ByteBuf segment = segment(position);
        int at = offset(position);
        return segment.slice(at + LENGTH_BYTES, segment.getInt(at));
    }

    /** Removes the oldest record, if there is one, and frees what holds no other. */
    void removeOldest() {
        if (isEmpty()) {
            return;
        }
        oldest = following(oldest);
        if (isEmpty()) {
            segments.clear();
            spare = null;
            // A fresh segment begins: there is none to go on in.
            end = (number(end - 1) + 1) * segmentBytes;
            oldest = end;
            firstSegment = number(end);
        }
        while (number(oldest) > firstSegment) {
            spare = segments.remove(0);
            firstSegment++;
        }
    }

    /** Where the record behind that one is. */
    private long following(long position) {
        long next = position + LENGTH_BYTES + segment(position).getInt(offset(position));
        int left = segmentBytes - offset(next);
        if (next == end || left == segmentBytes) {
            return next;
        }
        boolean skips = left < LENGTH_BYTES || segment(next).getInt(offset(next)) == END_OF_SEGMENT;
        return skips ? next + left : next;
    }

    private ByteBuf segment(long position) {
        return segments.get((int) (number(position) - firstSegment));
    }

    private long number(long position) {
        return position / segmentBytes;
    }

    private int offset(long position) {
        return (int) (position % segmentBytes);
    }
}
