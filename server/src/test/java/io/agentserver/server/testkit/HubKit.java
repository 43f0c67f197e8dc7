package io.agentserver.server.testkit;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ResultStore;
import io.agentserver.server.SessionState;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.MessageRouter;
import io.agentserver.server.hub.Refusals;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.Registration;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.ServerObservers;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.session.MemoryResultStore;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Measurements;
import io.agentserver.server.state.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A hub with its sessions, without sockets, in virtual time. Clients are fake channels that a test speaks for. */
public final class HubKit {

    /** A registered client and what it is sent. */
    public record Client(RegisteredClient registered, FakeChannel channel) {
        public String id() {
            return registered.id();
        }
    }

    private final VirtualTimeScheduler time;
    private final Timing timing;
    private final Recording recording = new Recording();
    private final ClientRegistry registry = new ClientRegistry();
    private final EventJournal journal;
    private final Measurements measurements;
    private final Snapshots snapshots;
    private final ServerObserver observer;
    private final AgentServerConfig config;
    private final ServerFrames frames;
    private final TaskResults results;
    private final Sessions sessions;
    private final Hub hub;
    private final MessageRouter router;

    public HubKit() {
        this(AgentServerConfig.defaults(), new DelegateEngine());
    }

    public HubKit(AgentServerConfig config, SessionEngine engine) {
        this(config, engine, UnaryOperator.identity());
    }

    /** @param timers wraps the scheduler of virtual time, to hold timers up */
    public HubKit(AgentServerConfig config, SessionEngine engine, UnaryOperator<Scheduler> timers) {
        this(config, engine, timers, null);
    }

    /** A hub that keeps its results there. */
    public HubKit(ResultStore store) {
        this(AgentServerConfig.defaults(), new DelegateEngine(), UnaryOperator.identity(), store);
    }

    private HubKit(
            AgentServerConfig config,
            SessionEngine engine,
            UnaryOperator<Scheduler> timers,
            @Nullable ResultStore given) {
        time = VirtualTimeScheduler.create();
        timing = new Timing(Clock.systemUTC(), () -> time.now(TimeUnit.NANOSECONDS), timers.apply(time));
        journal = new EventJournal(time);
        measurements = new Measurements(timing);
        snapshots = new Snapshots(
                config.limits().onlineClientsInHealth(),
                registry,
                this::sessionsByState,
                measurements::statistics,
                timing);
        observer = new ServerObservers(List.of(snapshots, measurements, journal, recording));
        this.config = config;
        frames = new ServerFrames(AipCodec.create(), timing.clock());
        Refusals refusals = new Refusals(frames, observer);
        ResultStore store = given == null ? new MemoryResultStore(config.sessions(), timing) : given;
        results = new TaskResults(store, observer, timing);
        sessions = new Sessions(
                config, engine, new Sessions.Surroundings(registry, frames, refusals, timing, observer, results));
        hub = new Hub(config, registry, frames, timing, sessions, observer);
        router = new MessageRouter(registry, frames, sessions, refusals, observer);
    }

    public Sessions sessions() {
        return sessions;
    }

    public TaskResults results() {
        return results;
    }

    public ClientRegistry registry() {
        return registry;
    }

    public Hub hub() {
        return hub;
    }

    public EventJournal journal() {
        return journal;
    }

    public Measurements measurements() {
        return measurements;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public ServerObserver observer() {
        return observer;
    }

    public Recording recording() {
        return recording;
    }

    public AgentServerConfig config() {
        return config;
    }

    public ServerFrames frames() {
        return frames;
    }

    public MessageRouter router() {
        return router;
    }

    public Timing timing() {
        return timing;
    }

    public void advance(Duration duration) {
        time.advanceTimeBy(duration);
    }

    /** A registered Linux device; its confirmation is taken already. */
    public Client device(String id) {
        return device(id, "linux");
    }

    public Client device(String id, String platform) {
        return register(new ClientMessage.Register(header(ClientType.DEVICE, id, null), null, platform, null, null));
    }

    /** A registered constellation; its confirmation is taken already. */
    public Client constellation(String id, @Nullable String target) {
        return register(
                new ClientMessage.Register(header(ClientType.CONSTELLATION, id, null), target, null, null, null));
    }

    public Client register(ClientMessage.Register message) {
        FakeChannel channel = new FakeChannel();
        Registration registration = hub.register(message, channel);
        if (!(registration instanceof Registration.Confirmed confirmed)) {
            throw new AssertionError("not confirmed: " + registration);
        }
        channel.take();
        return new Client(confirmed.client(), channel);
    }

    public void disconnect(Client client) {
        hub.disconnected(client.registered(), DisconnectReason.NETWORK_ERROR);
    }

    /** Has the client say something. */
    public void say(Client client, ClientMessage message) {
        router.route(client.registered(), message);
    }

    /** A task as the real device asks for it. */
    public static ClientMessage.Task ownTask(@Nullable String taskName, String request) {
        return new ClientMessage.Task(header(ClientType.DEVICE, null, null), taskName, null, request, null, null);
    }

    /** A task as Galaxy asks for it. */
    public static ClientMessage.Task task(String sessionId, @Nullable String target, String request) {
        return new ClientMessage.Task(
                header(ClientType.CONSTELLATION, null, sessionId), "galaxy/t", target, request, null, null);
    }

    public static ClientMessage.CommandResults results(
            @Nullable String sessionId, @Nullable String responseId, Result... results) {
        return new ClientMessage.CommandResults(
                header(ClientType.DEVICE, null, sessionId), responseId, null, List.of(results));
    }

    public static Result success(String json) {
        return Result.success(RawJson.of(json), null);
    }

    public static ClientHeader header(
            @Nullable ClientType type, @Nullable String clientId, @Nullable String sessionId) {
        return new ClientHeader(MessageStatus.OK, type, clientId, sessionId, null);
    }

    /** Nothing runs before the sessions are there. */
    private Map<SessionState, Integer> sessionsByState() {
        return sessions == null ? Map.of() : sessions.countsByState();
    }
}
