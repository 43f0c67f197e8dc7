package io.agentserver.server.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Puts replies on the wire. */
final class Responses {

    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");

    /** How long a client may go on sending what nobody wants. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Scheduler scheduler;

    Responses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Sends a reply, after which the connection is ready for the next request. */
    Publisher<Void> send(Reply reply, HttpServerRequest request, HttpServerResponse response) {
        Payload body = reply.body();
        writeHead(reply, response);
        if (body.isEmpty() || request.method().equals(HttpMethod.HEAD)) {
            return response.send();
        }
        ByteBufAllocator allocator = response.alloc();
        return body.isSmall() ? response.sendObject(body.whole(allocator)) : response.send(body.pieces(allocator));
    }

    /**
     * Sends a reply that ends the connection, but leaves it open after that: it closes when the whole exchange completes.
     * A client that is still sending could not read the reply from a connection that was closed at once.
     */
    Publisher<Void> sendLast(Reply reply, HttpServerRequest request, HttpServerResponse response) {
        Payload body = reply.body();
        writeHead(reply, response);
        response.responseHeaders().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (body.isEmpty() || request.method().equals(HttpMethod.HEAD)) {
            return response.send();
        }
        return response.send(body.pieces(response.alloc()));
    }

    /** Sends a reply to a request whose body nobody has read, drops what comes of it for a while, and closes. */
    Publisher<Void> sendAndLinger(Reply reply, HttpServerRequest request, HttpServerResponse response) {
        Mono<Void> sent = Mono.from(sendLast(reply, request, response));
        if (request.requestHeaders().contains(HttpHeaderNames.EXPECT)) {
            // Such a client waits for the reply before it sends anything.
            return sent;
        }
        return sent.then(request.receive().take(LINGER, scheduler).then().onErrorComplete());
    }

    private static void writeHead(Reply reply, HttpServerResponse response) {
        HttpHeaders headers = response.status(reply.status()).responseHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().lengthText())
                .set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        reply.headers().forEach(headers::set);
    }
}
