package io.agentserver.server;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipLimits;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.http.HttpApi;
import io.agentserver.server.http.HttpServices;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.MessageRouter;
import io.agentserver.server.hub.Refusals;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.ServerObservers;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.logging.EventLog;
import io.agentserver.server.metrics.HubMeters;
import io.agentserver.server.security.ApiKeys;
import io.agentserver.server.security.GeneratedKey;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.session.MemoryResultStore;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import io.agentserver.server.state.EventStream;
import io.agentserver.server.state.Snapshots;
import io.agentserver.server.ws.WebSocketEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The parts of one hub, put together. Nothing of it listens yet. */
final class Assembly {

    private final Scheduler scheduler = Schedulers.newSingle("agent-server-timer", true);
    private final Scheduler delivery = Schedulers.newSingle("agent-server-events", true);
    private final AgentServerConfig config;
    private final ClientRegistry registry = new ClientRegistry();
    private final EventStream events = new EventStream(delivery);
    private final Timing timing = new Timing(Clock.systemUTC(), System::nanoTime, scheduler);
    private final @Nullable String generatedKey;
    private final Snapshots snapshots;
    private final Sessions sessions;
    private final WebSocketEndpoint webSockets;
    private final HttpApi api;

    Assembly(
            AgentServerConfig config,
            HostRule hosts,
            SessionEngine engine,
            @Nullable MeterRegistry meterRegistry,
            @Nullable ResultStore resultStore) {
        this.config = config;
        AipCodec codec = AipCodec.create(
                AipLimits.defaults().withMaxStringBytes(config.limits().messageBytes()));
        generatedKey = needsKey(config.server()) ? GeneratedKey.create() : null;
        snapshots = new Snapshots(config.limits().onlineClientsInHealth(), registry, this::activeSessions, timing);
        ServerObserver observer = observers(meterRegistry);
        ServerFrames frames = new ServerFrames(codec, timing.clock());
        Refusals refusals = new Refusals(frames, observer);
        ResultStore store =
                resultStore == null ? new MemoryResultStore(config.sessions(), timing.nanoTime()) : resultStore;
        TaskResults results = new TaskResults(store, observer, timing);
        sessions = new Sessions(
                config, engine, new Sessions.Surroundings(registry, frames, refusals, timing, observer, results));
        Hub hub = new Hub(config, registry, frames, timing, sessions, observer);
        MessageRouter router = new MessageRouter(registry, frames, sessions, refusals, observer);
        webSockets = new WebSocketEndpoint(
                config, ConnectionLimit.of(config.limits()), codec, hub, router, frames, observer, timing);
        api = new HttpApi(new HttpServices(
                config,
                new ApiKeys(generatedKey == null ? config.server().apiKeys() : List.of(generatedKey)),
                hosts,
                snapshots,
                registry,
                hub,
                sessions,
                results,
                webSockets::upgrade,
                observer,
                timing,
                AgentServer.version()));
    }

    AgentServerConfig config() {
        return config;
    }

    Timing timing() {
        return timing;
    }

    @Nullable
    String generatedKey() {
        return generatedKey;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    EventStream events() {
        return events;
    }

    Sessions sessions() {
        return sessions;
    }

    WebSocketEndpoint webSockets() {
        return webSockets;
    }

    HttpApi api() {
        return api;
    }

    /** Lets go of the threads. */
    void dispose() {
        events.close();
        delivery.dispose();
        scheduler.dispose();
    }

    private static boolean needsKey(AgentServerConfig.Server server) {
        return server.authMode() != AuthMode.NONE && server.apiKeys().isEmpty();
    }

    private ServerObserver observers(@Nullable MeterRegistry meterRegistry) {
        List<ServerObserver> observers = new ArrayList<>(List.of(snapshots, new EventLog(), events));
        if (meterRegistry != null) {
            observers.add(new HubMeters(meterRegistry, this::activeSessions));
        }
        return new ServerObservers(observers);
    }

    private int activeSessions() {
        return sessions.active();
    }
}
