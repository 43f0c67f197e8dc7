package io.agentserver.server.http;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an endpoint makes of a call: something to send now, something to send later, or a WebSocket. */
sealed interface Answer permits Reply, Answer.Later, Answer.Reading, Answer.Stream, Answer.Upgrade {

    /** A reply that has to be waited for; an error is a fault of the server. */
    record Later(Mono<Reply> reply) implements Answer {}

    /** One reply that comes while the request's body is read or after that; the flux ends when the reading does. */
    record Reading(Flux<Reply> reply) implements Answer {}

    /**
     * Server-sent events that go on until the client or the server leaves.
     *
     * @param end gives back the place that the stream takes; to be run once, when nothing is sent any more
     */
    record Stream(Flux<ByteBuf> events, Runnable end) implements Answer {}

    /** The request is to become a WebSocket, if there is a place left. */
    record Upgrade() implements Answer {}
}
