package io.agentserver.server;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRoutes;

/** A hub on somebody else's server. */
final class MountedHub extends RunningHub implements MountedAgentServer {

    private final Assembly parts;

    MountedHub(Assembly parts) {
        super(parts, Mono.empty());
        this.parts = parts;
    }

    @Override
    public void accept(HttpServerRoutes routes) {
        routes.route(
                request -> parts.api().owns(request),
                (request, response) -> parts.api().handle(request, response));
    }
}
