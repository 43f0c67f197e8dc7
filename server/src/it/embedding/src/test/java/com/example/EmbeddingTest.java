package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.BoundAgentServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class EmbeddingTest {

    @Test
    void aServerRunsWithoutALoggingBackend() throws Exception {
        BoundAgentServer server = AgentServer.create(
                        AgentServerConfig.defaults().withServer(settings -> settings.withPort(0)))
                .bind()
                .block();
        try {
            URI health = URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/health");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());

            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("\"status\":\"healthy\""), answer.body());
        } finally {
            server.stop().block();
        }
    }
}
