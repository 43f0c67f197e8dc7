package io.agentserver.server.contract;

import io.agentserver.server.AgentServer;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.testkit.TestServer;
import java.time.Duration;
import java.util.Objects;

/** A program that embeds a hub and does nothing else; it is the host, not the hub, that decides about signals. */
final class EmbeddedHub {

    private EmbeddedHub() {}

    public static void main(String[] arguments) {
        BoundAgentServer hub = Objects.requireNonNull(
                AgentServer.create(TestServer.config().withServer(s -> s.withDrainTimeout(Duration.ofMinutes(1))))
                        .bind()
                        .block());
        System.out.println("Port: " + hub.address().getPort());
        hub.onStop().block();
    }
}
