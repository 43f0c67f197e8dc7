package io.agentserver.server.http;

import reactor.core.publisher.Mono;

/** What an endpoint makes of a call: something to send now, something to send later, or a WebSocket. */
sealed interface Answer permits Reply, Answer.Later, Answer.Upgrade {

    /** A reply that has to be waited for; an error is a fault of the server. */
    record Later(Mono<Reply> reply) implements Answer {}

    /** The request is to become a WebSocket, if there is a place left. */
    record Upgrade() implements Answer {}
}
