package io.agentserver.server.http;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerResponse;

/** Turns the requests to {@code /ws} that passed all checks into connections. */
@FunctionalInterface
public interface Upgrades {

    /** Upgrades; null when there are as many connections as there may be. The publisher ends with the connection. */
    @Nullable
    Publisher<Void> upgrade(HttpServerResponse response);
}
