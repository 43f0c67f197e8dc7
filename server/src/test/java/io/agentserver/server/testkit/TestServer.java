package io.agentserver.server.testkit;

import io.agentserver.server.AgentServer;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.engine.SessionEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.netty.resources.LoopResources;

/** A hub on a free port, with the key {@code K}, and clients to talk to it over real sockets. */
public final class TestServer implements AutoCloseable {

    public static final String KEY = "K";

    /** What a device says of itself in {@link #device}. */
    public static final String SYSTEM_INFO = "{'device_id':'D1','platform':'linux','os_version':'6.1','cpu_count':4,"
            + "'memory_total_gb':15.5,'hostname':'lab','ip_address':'10.0.0.7','supported_features':['cli'],"
            + "'platform_type':'computer','schema_version':'1.0','custom_metadata':{}}";

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

    /** An upgraded connection that has said nothing. */
    public WireClient connect() {
        return WireClient.connect(address(), "/ws?token=" + KEY);
    }

    /** A Linux device with system info, confirmed. */
    public WireClient device(String id) {
        return register("{'type':'register','status':'ok','client_type':'device','client_id':'" + id
                + "','metadata':{'platform':'linux','system_info':" + SYSTEM_INFO.replace("D1", id) + "}}");
    }

    /** A constellation that declares that target, confirmed. */
    public WireClient constellation(String id, String target) {
        return register("{'type':'register','status':'ok','client_type':'constellation','client_id':'" + id
                + "','target_id':'" + target + "','metadata':{'type':'constellation_client'}}");
    }

    /** A constellation without a target, confirmed. */
    public WireClient constellation(String id) {
        return register("{'type':'register','status':'ok','client_type':'constellation','client_id':'" + id
                + "','target_id':null}");
    }

    /** A connection whose REGISTER was confirmed. */
    public WireClient register(String singleQuotedJson) {
        WireClient client = connect().send(singleQuotedJson);
        client.expect("{'type':'heartbeat','status':'ok','session_id':null,'error':null}");
        return client;
    }

    /** A GET with the key. */
    public HttpAnswer get(String path) {
        return request("GET", path, "", "X-API-Key: " + KEY);
    }

    /** A POST of JSON with the key; single quotes become double ones. */
    public HttpAnswer post(String path, String singleQuotedJson) {
        return request(
                "POST", path, Json.text(singleQuotedJson), "X-API-Key: " + KEY, "Content-Type: application/json");
    }

    public HttpAnswer dispatch(String singleQuotedJson) {
        return post("/api/dispatch", singleQuotedJson);
    }

    /** A request on a connection of its own, with exactly these headers beside Host and a length if there is a body. */
    public HttpAnswer request(String method, String target, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        if (content.length > 0) {
            text.append("Content-Length: ").append(content.length).append("\r\n");
        }
        try (RawSocket socket = RawSocket.connect(address())) {
            socket.write(text.append("\r\n").toString());
            socket.write(content);
            return socket.readAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop().block(DEADLINE);
    }
}
