package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AgentServer;
import io.agentserver.server.BoundAgentServer;
import io.agentserver.server.MountedAgentServer;
import io.agentserver.server.ResultStore;
import io.agentserver.server.TaskResult;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.JvmProcess;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** What an embedder may rely on: several hubs in one JVM, everything injected, nothing left behind. */
class EmbeddingIT {

    @Test
    @DisplayName("two hubs in one JVM know nothing of each other")
    void runsTwoHubs() {
        SimpleMeterRegistry firstMeters = new SimpleMeterRegistry();
        SimpleMeterRegistry secondMeters = new SimpleMeterRegistry();
        AgentServer description = AgentServer.create(TestServer.config());
        try (TestServer first = TestServer.of(description.meterRegistry(firstMeters));
                TestServer second = TestServer.of(description.meterRegistry(secondMeters));
                WireClient here = first.device("D1");
                WireClient there = second.device("D1")) {
            first.dispatch("{'client_id':'D1','request':'only here','task_name':'n'}");

            here.expect("{'type':'task','user_request':'only here'}");
            there.expectNothing();
            assertThat(second.snapshot().activeSessions()).isZero();
            assertThat(firstMeters.get("agent.server.sessions.active").gauge().value())
                    .isEqualTo(1);
            assertThat(secondMeters.get("agent.server.sessions.active").gauge().value())
                    .isZero();

            first.close();
            there.heartbeat();
            assertThat(secondMeters.get("agent.server.connections").counter().count())
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("meters go to the registry given, and none to the global one")
    void usesTheRegistryGiven() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TestServer server =
                        TestServer.of(AgentServer.create(TestServer.config()).meterRegistry(meters));
                WireClient d1 = server.device("D1")) {
            d1.heartbeat();

            assertThat(meters.get("agent.server.clients")
                            .tags("type", "device", "platform", "linux")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
        }
    }

    @Test
    @DisplayName("an engine given decides what sessions do")
    void usesTheEngineGiven() {
        AgentServer server = AgentServer.create(TestServer.config())
                .engine(session -> Mono.just(SessionOutcome.completed(RawJson.ofString(
                        session.deviceId() + " on " + session.platform() + ": " + session.request()))));
        try (TestServer running = TestServer.of(server);
                WireClient d1 = running.device("D1")) {
            d1.send("{'type':'task','status':'continue','session_id':'s','request':'hello'}")
                    .expect("{'type':'heartbeat','session_id':'s'}");

            d1.expect("{'type':'task_end','status':'completed','result':'D1 on linux: hello'}");
        }
    }

    @Test
    @DisplayName("results go to the store given, and come from it")
    void usesTheStoreGiven() {
        MapStore store = new MapStore();
        try (TestServer running = TestServer.of(AgentServer.create(TestServer.config())
                        .engine(session -> Mono.just(SessionOutcome.completed(RawJson.of("42"))))
                        .resultStore(store));
                WireClient d1 = running.device("D1")) {
            d1.send("{'type':'task','status':'continue','task_name':'kept','request':'x'}")
                    .expect("{'type':'heartbeat'}");
            d1.expect("{'type':'task_end'}");

            assertThat(store.kept).containsOnlyKeys("kept");
            assertThat(running.get("/api/task_result/kept")
                            .json()
                            .path("result")
                            .asInt())
                    .isEqualTo(42);
            store.kept.clear();
            assertThat(running.get("/api/task_result/kept")
                            .json()
                            .path("status")
                            .asString())
                    .isEqualTo("pending");
        }
    }

    @Test
    @DisplayName("event loops given are used, and stay the caller's to dispose")
    void leavesTheLoopsGiven() {
        LoopResources loops = LoopResources.create("embedder", 1, 1, true);
        AgentServer description = AgentServer.create(TestServer.config()).loopResources(loops);
        try {
            for (int round = 0; round < 2; round++) {
                try (TestServer server = TestServer.of(description);
                        WireClient d1 = server.device("D1")) {
                    d1.heartbeat();
                    assertThat(threads()).anyMatch(name -> name.startsWith("embedder"));
                    assertThat(threads())
                            .noneMatch(name -> name.startsWith("agent-server-http")
                                    || name.startsWith("agent-server-epoll")
                                    || name.startsWith("agent-server-nio"));
                }
                assertThat(loops.isDisposed()).isFalse();
            }
        } finally {
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        }
    }

    @Test
    @DisplayName("after a stop there is no thread that was not there before, and nothing listens")
    void leavesNoThread() {
        try (TestServer warmUp = TestServer.of(AgentServer.create(TestServer.config()))) {
            warmUp.device("D1").leave();
        }
        try {
            Eventually.that(
                    "threads of this and all earlier tests are gone",
                    () -> hubThreads().isEmpty());
        } catch (AssertionError stillThere) {
            throw new AssertionError("still there: " + hubThreadStacks(), stillThere);
        }
        Set<String> before = threads();

        TestServer server = TestServer.of(AgentServer.create(TestServer.config()));
        try (WireClient d1 = server.device("D1")) {
            server.dispatch("{'client_id':'D1','request':'x'}");
            server.hub().events().subscribe();
            d1.expect("{'type':'task'}");
            assertThat(hubThreads()).isNotEmpty();
            server.close();
        }

        Eventually.that("no new thread is left", () -> before.containsAll(threads()));
        assertThatThrownBy(() -> RawSocket.connect(server.address()).close()).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("a bind that fails says so, and leaves nothing behind")
    void leavesNothingAfterAFailedBind() {
        try (TestServer first = TestServer.start()) {
            Set<String> before = threads();
            AgentServer second = AgentServer.create(TestServer.config()
                    .withServer(s -> s.withPort(first.address().getPort())));

            assertThatThrownBy(() -> second.bind().block())
                    .isInstanceOf(ChannelBindException.class)
                    .hasMessageContaining(String.valueOf(first.address().getPort()));

            Eventually.that("no new thread is left", () -> before.containsAll(threads()));
            first.device("D1").heartbeat();
        }
    }

    @Test
    @DisplayName("mounted on somebody's server, the hub answers its own paths and leaves the rest to the host")
    void sharesAServer() throws IOException {
        MountedAgentServer hub = AgentServer.create(TestServer.config()).routes();
        DisposableServer host = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> {
                    routes.get("/hello", (request, response) -> response.sendString(Mono.just("hello")));
                    hub.accept(routes);
                    routes.ws("/chat", (in, out) -> out.sendString(in.receive().asString()));
                })
                .bindNow();
        InetSocketAddress address = (InetSocketAddress) host.address();
        try (WireClient d1 = WireClient.connect(address, "/ws?token=K")) {
            d1.send("{'type':'register','client_id':'D1'}").expect("{'type':'heartbeat','status':'ok'}");

            assertThat(get(address, "/hello").status()).isEqualTo(200);
            assertThat(get(address, "/nothing").status()).isEqualTo(404);
            assertThat(get(address, "/nothing").body()).isEmpty();
            assertThat(get(address, "/api/health").json().path("online_clients").toString())
                    .isEqualTo("[\"D1\"]");
            assertThat(get(address, "/api/nothing").json().path("detail").asString())
                    .isEqualTo("Not Found");
            try (RawSocket chat = RawSocket.connect(address)) {
                assertThat(chat.upgrade("/chat").status()).isEqualTo(101);
                chat.writeText("hi");
                assertThat(chat.readFrame().payload()).isEqualTo(new byte[] {'h', 'i'});
            }

            hub.stop().block();

            d1.expectClose(1001);
            assertThat(get(address, "/hello").status()).isEqualTo(200);
        } finally {
            host.disposeNow();
        }
    }

    @Test
    @DisplayName("the hub takes no signals: its host ends as any JVM does, at once, though a session runs")
    void takesNoSignals() {
        try (JvmProcess host = JvmProcess.start(List.of("-XX:TieredStopAtLevel=1"), EmbeddedHub.class.getName())) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(host.await("Port: ")));
            try (WireClient d1 = WireClient.connect(address, "/ws?token=K")) {
                d1.send("{'type':'register','client_id':'D1'}").expect("{'type':'heartbeat','status':'ok'}");
                d1.send("{'type':'task','status':'continue','request':'x'}").expect("{'type':'heartbeat'}");
                d1.expect("{'type':'command'}");

                host.terminate();

                assertThat(host.exitCode()).isEqualTo(143);
                d1.expectEnd();
            }
        }
    }

    @Test
    @DisplayName("bind and stop do nothing before they are subscribed to, and each bind is a hub of its own")
    void isLazy() {
        Mono<BoundAgentServer> binding = AgentServer.create(TestServer.config()).bind();
        BoundAgentServer first = Objects.requireNonNull(binding.block());
        BoundAgentServer second = Objects.requireNonNull(binding.block());
        Mono<Void> stopping = first.stop();

        assertThat(second.address()).isNotEqualTo(first.address());
        try (WireClient d1 = WireClient.connect(first.address(), "/ws?token=K")) {
            d1.send("{'type':'register','client_id':'D1'}").expect("{'type':'heartbeat','status':'ok'}");
        }
        Mono.when(stopping, first.stop(), first.onStop()).block();
        assertThatThrownBy(() -> RawSocket.connect(first.address()).close()).isInstanceOf(IOException.class);
        second.stop().block();
    }

    private static HttpAnswer get(InetSocketAddress address, String path) throws IOException {
        try (RawSocket socket = RawSocket.connect(address)) {
            socket.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return socket.readAnswer();
        }
    }

    private static Set<String> hubThreads() {
        return threads().stream()
                .filter(name -> name.startsWith("agent-server"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What they are at. */
    private static String hubThreadStacks() {
        StringBuilder stacks = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("agent-server")) {
                stacks.append("\n").append(thread).append(' ').append(thread.getState());
                for (StackTraceElement frame : stack) {
                    stacks.append("\n  at ").append(frame);
                }
            }
        });
        return stacks.toString();
    }

    /** The names of all threads but those of the test's own clients. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.equals("wire-client") && !name.equals("jvm-process-output"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final class MapStore implements ResultStore {

        private final Map<String, TaskResult> kept = new ConcurrentHashMap<>();

        @Override
        public Mono<Void> save(TaskResult result) {
            return Mono.fromRunnable(() -> kept.put(result.session().taskName(), result));
        }

        @Override
        public Mono<TaskResult> find(String taskName) {
            return Mono.justOrEmpty(kept.get(taskName));
        }

        @Override
        public Mono<TaskResult> findBySession(String sessionId) {
            return Mono.justOrEmpty(kept.values().stream()
                    .filter(result -> result.session().sessionId().equals(sessionId))
                    .findAny());
        }
    }
}
