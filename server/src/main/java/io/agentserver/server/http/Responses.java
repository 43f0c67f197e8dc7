package io.agentserver.server.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Puts replies on the wire. */
final class Responses {

    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");

    private Responses() {}

    /** @param close whether the connection ends with this reply */
    static Publisher<Void> send(Reply reply, boolean close, HttpServerRequest request, HttpServerResponse response) {
        Payload body = reply.body();
        HttpHeaders headers = response.status(reply.status()).responseHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.lengthText())
                .set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        reply.headers().forEach(headers::set);
        if (close) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (body.isEmpty() || request.method().equals(HttpMethod.HEAD)) {
            return response.send();
        }
        ByteBufAllocator allocator = response.alloc();
        return body.isSmall() ? response.sendObject(body.whole(allocator)) : response.send(body.pieces(allocator));
    }
}
