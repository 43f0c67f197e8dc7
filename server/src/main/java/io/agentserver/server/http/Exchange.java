package io.agentserver.server.http;

import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** One request from its arrival to its answer, as it is measured. */
final class Exchange {

    private final @Nullable Route route;
    private final HttpMethod method;
    private final long began;

    Exchange(@Nullable Route route, HttpMethod method, long began) {
        this.route = route;
        this.method = method;
        this.began = began;
    }

    /** Tells how it was answered. */
    void answered(Reply reply, long now, ServerObserver observer) {
        Rejection rejection = reply.rejection();
        if (rejection != null) {
            observer.rejected(rejection, null, String.valueOf(reply.detail()));
        }
        String endpoint = route == null ? null : route.template();
        observer.requestAnswered(endpoint, methodName(), reply.status().code(), now - began);
    }

    /** A closed set, whatever a client sends. */
    private String methodName() {
        String name = method.name();
        return switch (name) {
            case "GET", "HEAD", "POST", "DELETE" -> name;
            default -> "OTHER";
        };
    }
}
