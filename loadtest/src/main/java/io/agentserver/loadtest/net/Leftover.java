package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The bytes of something that is not whole yet, kept from one read to the next. Nothing most of the time. */
final class Leftover {

    private @Nullable ByteBuf kept;

    /** What was kept with {@code in} behind it; the caller owns it and gives it back to {@link #keep}. */
    ByteBuf join(ByteBuf in) {
        ByteBuf before = kept;
        if (before == null) {
            return in;
        }
        kept = null;
        before.discardSomeReadBytes().writeBytes(in);
        in.release();
        return before;
    }

    /** Keeps what is unread of it. Takes the buffer over. */
    void keep(ByteBufAllocator alloc, ByteBuf joined, boolean fresh) {
        if (fresh) {
            // A read buffer is larger than what it holds: it goes back to its pool.
            kept = alloc.buffer(joined.readableBytes() * 2).writeBytes(joined);
            joined.release();
        } else {
            kept = joined;
        }
    }

    void release() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
