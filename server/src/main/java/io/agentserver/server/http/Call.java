package io.agentserver.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A request that found its route.
 *
 * @param id what stands in the place of the route's parameter, decoded; empty when it has none
 * @param query the part behind the question mark as it came
 * @param body the body as it arrives; whoever takes it reads it
 */
record Call(HttpVersion version, HttpHeaders headers, String id, String query, Supplier<? extends Flux<ByteBuf>> body) {

    @Nullable
    String header(CharSequence name) {
        return headers.get(name);
    }

    /** How many bytes of body follow, as far as the headers tell; 0 when they do not. */
    long announcedBytes() {
        return announcedBytes(headers);
    }

    static long announcedBytes(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether a body follows the headers. */
    boolean announcesBody() {
        return announcesBody(headers);
    }

    static boolean announcesBody(HttpHeaders headers) {
        return announcedBytes(headers) > 0 || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }
}
