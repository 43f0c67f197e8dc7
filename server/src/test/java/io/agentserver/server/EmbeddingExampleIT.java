package io.agentserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.engine.DelegateEngine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;

/** What README shows works. */
class EmbeddingExampleIT {

    @Test
    void runsAlone() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        BoundAgentServer server = EmbeddingExample.standalone(new DelegateEngine(), registry);

        assertThat(get(server.address().getPort(), "/api/health")).contains("\"status\":\"healthy\"");
        assertThat(registry.getMeters()).isNotEmpty();
        server.stop().block();
    }

    @Test
    void runsBesideOtherRoutes() {
        DisposableServer host = EmbeddingExample.mounted(AgentServerConfig.defaults());

        assertThat(get(host.port(), "/api/health")).contains("\"status\":\"healthy\"");
        assertThat(get(host.port(), "/hello")).isEmpty();
        host.disposeNow();
    }

    private static String get(int port, String path) {
        return HttpClient.create()
                .get()
                .uri("http://127.0.0.1:" + port + path)
                .responseContent()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .block();
    }
}
