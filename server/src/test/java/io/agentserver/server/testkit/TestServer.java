package io.agentserver.server.testkit;

import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.engine.SessionEngine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.netty.resources.LoopResources;

/** A hub of this JVM on a free port. */
public final class TestServer implements HubUnderTest {

    /** One set of event loops for all: a set of one's own takes two seconds to let go of. */
    private static final LoopResources LOOPS = LoopResources.create("test-server");

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BoundAgentServer server;

    private TestServer(BoundAgentServer server) {
        this.server = server;
    }

    /** The defaults, but for a free port, one key, and a short farewell. */
    public static AgentServerConfig config() {
        return AgentServerConfig.defaults()
                .withServer(s -> s.withPort(0).withApiKeys(List.of(KEY)).withDrainTimeout(Duration.ofMillis(200)));
    }

    public static TestServer start() {
        return start(UnaryOperator.identity());
    }

    /** A hub with {@link ScriptedEngine} and a changed {@link #config()}. */
    public static TestServer start(UnaryOperator<AgentServerConfig> change) {
        return start(change, new ScriptedEngine());
    }

    public static TestServer start(UnaryOperator<AgentServerConfig> change, SessionEngine engine) {
        return of(AgentServer.create(change.apply(config())).engine(engine).loopResources(LOOPS));
    }

    public static TestServer of(AgentServer server) {
        return new TestServer(Objects.requireNonNull(server.bind().block(DEADLINE)));
    }

    public BoundAgentServer hub() {
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    public StateSnapshot snapshot() {
        return server.snapshot();
    }

    /** Whether a client of that id is registered. */
    public boolean knows(String clientId) {
        return server.snapshot().clients().stream()
                .anyMatch(client -> client.clientId().equals(clientId));
    }

    @Override
    public void close() {
        server.stop().block(DEADLINE);
    }
}
