package io.agentserver.server.http;

import io.agentserver.server.hub.ServerObserver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Sends streams of events, and ends the connection of a reader to whom nothing could be written for a while: it would keep
 * its place for ever. That a stream says something more often than that is the business of whoever makes its events.
 */
final class EventStreams {

    /** As long as a WebSocket may leave a ping unanswered. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerObserver observer;
    private final Duration patience;

    EventStreams(ServerObserver observer, Duration patience) {
        this.observer = observer;
        this.patience = patience;
    }

    /** Sends events as they come, each at once; the stream ends with the publisher, however that ends. */
    Publisher<Void> send(Answer.Stream stream, HttpServerRequest request, HttpServerResponse response) {
        response.status(HttpResponseStatus.OK)
                .responseHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        Publisher<Void> sent;
        if (request.method().equals(HttpMethod.HEAD)) {
            sent = response.send();
        } else {
            request.withConnection(this::watch);
            sent = response.send(stream.events(), event -> true);
        }
        return Mono.fromDirect(sent).doFinally(ended -> stream.end().run());
    }

    /** Until the request ends: then Reactor Netty takes the watch off the connection, which others may go on to use. */
    private void watch(Connection connection) {
        connection.onWriteIdle(patience.toMillis(), () -> {
            if (waitsForItsReader(connection.channel())) {
                observer.streamStalled(patience);
                connection.channel().close();
            }
        });
    }

    /** Otherwise it was this process that stood still. */
    private static boolean waitsForItsReader(Channel channel) {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        return unwritten != null && !unwritten.isEmpty();
    }
}
