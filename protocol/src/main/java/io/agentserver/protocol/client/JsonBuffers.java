package io.agentserver.protocol.client;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Encoded messages as Netty buffers, without copying them. */
final class JsonBuffers {

    private JsonBuffers() {}

    static ByteBuf wrap(RawJson json) {
        Wrapping wrapping = new Wrapping();
        json.forEachSegment(wrapping);
        return wrapping.whole();
    }

    /** One array for most messages, several behind one another for those with large values. */
    private static final class Wrapping implements RawJson.SegmentVisitor {

        private @Nullable ByteBuf first;
        private @Nullable CompositeByteBuf all;

        @Override
        public void segment(byte[] array, int offset, int length) {
            ByteBuf segment = Unpooled.wrappedBuffer(array, offset, length);
            ByteBuf before = first;
            if (before == null) {
                first = segment;
                return;
            }
            CompositeByteBuf joined = all;
            if (joined == null) {
                // The number of components at which Netty would merge them by copying: never.
                joined = new CompositeByteBuf(UnpooledByteBufAllocator.DEFAULT, false, Integer.MAX_VALUE)
                        .addComponent(true, before);
                all = joined;
            }
            joined.addComponent(true, segment);
        }

        ByteBuf whole() {
            if (all != null) {
                return all;
            }
            return first == null ? Unpooled.EMPTY_BUFFER : first;
        }
    }
}
