package io.agentserver.protocol.client;

import reactor.core.publisher.Mono;

/** From nothing to a registered connection. */
final class Dial {

    private Dial() {}

    static <N extends AipConnection> Mono<LiveConnection<N>> connect(LiveConnection<N> connection) {
        ClientConfig config = connection.config;
        ClientListener listener = config.listener;
        Mono<LiveConnection<N>> attempt =
                config.dialer.connect().flatMap(tcp -> Mono.create(sink -> connection.open(tcp.channel(), sink)));
        if (listener == null) {
            return attempt;
        }
        String clientId = connection.clientId();
        return attempt.doFirst(() -> Notice.of(() -> listener.connecting(clientId, System.nanoTime())))
                .doOnError(e -> Notice.of(() -> listener.failed(clientId, e, System.nanoTime())));
    }
}
