package io.agentserver.server;

import io.agentserver.server.engine.SessionEngine;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The code that README shows; {@link ReadmeTest} keeps the two the same, {@link EmbeddingExampleIT} runs it. */
final class EmbeddingExample {

    private EmbeddingExample() {}

    static BoundAgentServer standalone(SessionEngine engine, MeterRegistry registry) {
        // README: standalone
        BoundAgentServer server = AgentServer.create(AgentServerConfig.defaults()
                        .withServer(s -> s.withPort(0).withApiKeys(List.of("secret"))))
                .engine(engine) // your own, or leave it out for "delegate"
                .meterRegistry(registry)
                .bind() // a Mono, as everything that takes time
                .block();
        server.events().subscribe(event -> System.out.println(event));
        // README: end
        return server;
    }

    static DisposableServer mounted(AgentServerConfig config) {
        // README: mounted
        MountedAgentServer agents = AgentServer.create(config).routes();
        DisposableServer host = HttpServer.create()
                .route(routes -> agents.andThen(
                                own -> own.get("/hello", (request, response) -> response.sendNotFound()))
                        .accept(routes))
                .bindNow();
        host.onDispose(() -> agents.stop().subscribe()); // or stop it first, so that sessions can end
        // README: end
        return host;
    }
}
