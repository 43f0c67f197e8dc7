package io.agentserver.server.ws;

import io.agentserver.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** Turns data frames into whole text messages: joins fragments, checks UTF-8, skips binary. On the event loop. */
final class FrameReader {

    /** Receives what the frames amount to. */
    interface Listener {
        /**
         * A whole message.
         *
         * @param owned whether the array is the listener's to keep; else it is used again after the call
         */
        void text(byte[] array, int length, boolean owned);

        /** A binary message began; its bytes are skipped. */
        void binary();

        void tooBig();

        void notUtf8();
    }

    /** Up to this size a message is read into a buffer that the event loop uses again. */
    private static final int SCRATCH_BYTES = 65_536;

    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[SCRATCH_BYTES]);

    private final int limitBytes;
    private final Listener listener;
    private @Nullable MessageAssembler partial;
    private boolean skipping;

    FrameReader(int limitBytes, Listener listener) {
        this.limitBytes = limitBytes;
        this.listener = listener;
    }

    /** The bytes of the message whose fragments are still coming. */
    int partialBytes() {
        return partial == null ? 0 : partial.size();
    }

    /** Forgets the message whose fragments are still coming. */
    void discard() {
        partial = null;
    }

    /** Takes a data frame, which the caller releases. The decoder has checked the order of the frames. */
    void read(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame && frame.isFinalFragment()) {
            whole(frame.content());
        } else if (frame instanceof BinaryWebSocketFrame) {
            skipping = !frame.isFinalFragment();
            listener.binary();
        } else if (frame instanceof ContinuationWebSocketFrame && skipping) {
            skipping = !frame.isFinalFragment();
        } else {
            fragment(frame);
        }
    }

    private void whole(ByteBuf content) {
        int length = content.readableBytes();
        boolean owned = length > SCRATCH_BYTES;
        byte[] array = owned ? new byte[length] : SCRATCH.get();
        content.getBytes(content.readerIndex(), array, 0, length);
        deliver(array, length, owned);
    }

    private void fragment(WebSocketFrame frame) {
        MessageAssembler message = partial;
        if (message == null) {
            message = new MessageAssembler(limitBytes);
            partial = message;
        }
        if (!message.add(frame.content())) {
            partial = null;
            listener.tooBig();
        } else if (frame.isFinalFragment()) {
            partial = null;
            byte[] array = message.message();
            deliver(array, array.length, true);
        }
    }

    private void deliver(byte[] array, int length, boolean owned) {
        if (Utf8.isValidUtf8(array, 0, length)) {
            listener.text(array, length, owned);
        } else {
            listener.notUtf8();
        }
    }
}
