package io.agentserver.protocol.client;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.FastThreadLocal;

/** Messages out of Netty buffers. Keeps nothing of a buffer. Any thread. */
final class MessageDecoder {

    /** Messages up to this are decoded from an array of the thread; larger ones get an array of their own. */
    private static final int SCRATCH_BYTES = 32 * 1024;

    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[SCRATCH_BYTES];
        }
    };

    private MessageDecoder() {}

    /** @throws AipFormatException when it is no message of a server */
    static ServerMessage decode(AipCodec codec, ByteBuf content) {
        int bytes = content.readableBytes();
        if (content.hasArray()) {
            return codec.decodeServer(content.array(), content.arrayOffset() + content.readerIndex(), bytes);
        }
        if (bytes <= SCRATCH_BYTES) {
            byte[] scratch = SCRATCH.get();
            content.getBytes(content.readerIndex(), scratch, 0, bytes);
            return codec.decodeServer(scratch, 0, bytes);
        }
        return codec.decodeServerOwned(ByteBufUtil.getBytes(content));
    }

    /** Whether it is text at all, asked only about what could not be decoded. */
    static boolean isUtf8(ByteBuf content) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        return Utf8.isValidUtf8(bytes, 0, bytes.length);
    }
}
