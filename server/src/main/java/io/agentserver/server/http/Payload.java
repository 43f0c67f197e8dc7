package io.agentserver.server.http;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The bytes of a response's body, shared with whoever else holds them and never changed. */
final class Payload {

    static final Payload EMPTY = new Payload(new byte[0]);

    /** A larger body leaves piece by piece, so that a slow reader pins pieces and not the whole. */
    static final int PIECE_BYTES = 16 * 1024;

    /** A part of somebody's array. */
    private static final class Segment {
        private final byte[] array;
        private final int offset;
        private final int length;

        Segment(byte[] array, int offset, int length) {
            this.array = array;
            this.offset = offset;
            this.length = length;
        }
    }

    private final List<Segment> segments = new ArrayList<>(1);
    private final @Nullable Function<ByteBufAllocator, Iterator<ByteBuf>> writing;
    private final int length;
    private final String lengthText;

    Payload(byte[] bytes) {
        writing = null;
        segments.add(new Segment(bytes, 0, bytes.length));
        length = bytes.length;
        lengthText = Integer.toString(length);
    }

    /**
     * Bytes that are written when they are asked for.
     *
     * @param length how many
     * @param writing begins to write them, in pieces that the caller owns
     */
    Payload(int length, Function<ByteBufAllocator, Iterator<ByteBuf>> writing) {
        this.writing = writing;
        this.length = length;
        this.lengthText = Integer.toString(length);
    }

    Payload(RawJson json) {
        writing = null;
        json.forEachSegment((array, offset, size) -> segments.add(new Segment(array, offset, size)));
        length = json.lengthBytes();
        lengthText = Integer.toString(length);
    }

    /** The number of bytes, as {@code Content-Length} says it. */
    String lengthText() {
        return lengthText;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether it fits into one buffer. */
    boolean isSmall() {
        return length <= PIECE_BYTES;
    }

    /** All of it, copied into a buffer that the caller owns. */
    ByteBuf whole(ByteBufAllocator allocator) {
        ByteBuf buffer = allocator.buffer(length);
        for (Segment segment : segments) {
            buffer.writeBytes(segment.array, segment.offset, segment.length);
        }
        if (writing != null) {
            writing.apply(allocator).forEachRemaining(piece -> {
                buffer.writeBytes(piece);
                piece.release();
            });
        }
        return buffer;
    }

    /** All of it in order; each piece is copied or written when it is asked for. */
    Flux<ByteBuf> pieces(ByteBufAllocator allocator) {
        if (writing != null) {
            return Flux.fromIterable(() -> writing.apply(allocator));
        }
        return Flux.fromIterable(segments).concatMapIterable(segment -> () -> new Pieces(segment, allocator), 1);
    }

    /** Cuts one segment. */
    private static final class Pieces implements Iterator<ByteBuf> {

        private final Segment segment;
        private final ByteBufAllocator allocator;
        private int done;

        Pieces(Segment segment, ByteBufAllocator allocator) {
            this.segment = segment;
            this.allocator = allocator;
        }

        @Override
        public boolean hasNext() {
            return done < segment.length;
        }

        @Override
        public ByteBuf next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int size = Math.min(PIECE_BYTES, segment.length - done);
            ByteBuf piece = allocator.buffer(size).writeBytes(segment.array, segment.offset + done, size);
            done += size;
            return piece;
        }
    }
}
