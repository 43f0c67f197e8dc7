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
import io.agentserver.server.metrics.HubMetrics;
import io.agentserver.server.security.ApiKeys;
import io.agentserver.server.security.GeneratedKey;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.session.MemoryResultStore;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Measurements;
import io.agentserver.server.state.Snapshots;
import io.agentserver.server.ws.WebSocketEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The parts of one hub, put together. Nothing of it listens yet. */
final class Assembly {

    /** Threads that call subscribers of events; one that blocks holds up only those that share it. */
    private static final int EVENT_THREADS = 16;

    private static final int IDLE_SECONDS = 60;

    /** How long readers of events may take to read what there is when the hub stops. */
    private static final Duration READERS_TIMEOUT = Duration.ofSeconds(1);

    /** Answers that may wait for the one that is being made aside. */
    private static final int ANSWERS_WAITING = 64;

    private final Scheduler scheduler = Schedulers.newSingle("agent-server-timer", true);
    private final Scheduler delivery = Schedulers.newBoundedElastic(
            EVENT_THREADS, Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "agent-server-events", IDLE_SECONDS, true);
    private final Scheduler aside =
            Schedulers.newBoundedElastic(1, ANSWERS_WAITING, "agent-server-aside", IDLE_SECONDS, true);
    private final AgentServerConfig config;
    private final ClientRegistry registry = new ClientRegistry();
    private final EventJournal journal = new EventJournal(delivery);
    private final Timing timing = new Timing(Clock.systemUTC(), System::nanoTime, scheduler);
    private final @Nullable String generatedKey;
    private final Measurements measurements;
    private final HubMetrics metrics;
    private final Snapshots snapshots;
    private final Sessions sessions;
    private final WebSocketEndpoint webSockets;
    private final HttpApi api;

    Assembly(
            AgentServerConfig config,
            HostRule hosts,
            SessionEngine engine,
            @Nullable MeterRegistry meterRegistry,
            MeterBinder moreMeters,
            @Nullable ResultStore resultStore) {
        this.config = config;
        AipCodec codec = AipCodec.create(
                AipLimits.defaults().withMaxStringBytes(config.limits().messageBytes()));
        generatedKey = needsKey(config.server()) ? GeneratedKey.create() : null;
        measurements = new Measurements(timing);
        snapshots = new Snapshots(
                config.limits().onlineClientsInHealth(),
                registry,
                this::sessionsByState,
                measurements::statistics,
                timing);
        metrics = HubMetrics.in(meterRegistry, timing.nanoTime());
        metrics.add(moreMeters);
        ServerObserver observer =
                new ServerObservers(List.of(snapshots, measurements, new EventLog(), journal, metrics.observer()));
        ServerFrames frames = new ServerFrames(codec, timing.clock());
        Refusals refusals = new Refusals(frames, observer);
        ResultStore store = resultStore == null ? new MemoryResultStore(config.sessions(), timing) : resultStore;
        TaskResults results = new TaskResults(store, observer, timing);
        sessions = new Sessions(
                config, engine, new Sessions.Surroundings(registry, frames, refusals, timing, observer, results));
        Hub hub = new Hub(config, registry, frames, timing, sessions, observer);
        MessageRouter router = new MessageRouter(registry, frames, sessions, refusals, observer);
        webSockets = new WebSocketEndpoint(
                config, ConnectionLimit.of(config.limits()), codec, hub, router, frames, observer, timing);
        metrics.show(snapshots, journal, webSockets::outboxBytes, webSockets::inflightBytes, AgentServer.version());
        api = new HttpApi(new HttpServices(
                config,
                new ApiKeys(generatedKey == null ? config.server().apiKeys() : List.of(generatedKey)),
                hosts,
                snapshots,
                journal,
                registry,
                hub,
                sessions,
                results,
                webSockets::upgrade,
                webSockets::isFull,
                webSockets::isExhausted,
                metrics,
                aside,
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

    EventJournal journal() {
        return journal;
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

    /** Completes all streams. */
    void endStreams() {
        snapshots.stop();
        journal.close();
    }

    /** Completes when the readers of events have been told of the end, or have had their time for it. */
    Mono<Void> readersTold() {
        return Mono.defer(delivery::disposeGracefully).timeout(READERS_TIMEOUT, Mono.empty(), scheduler);
    }

    /** Lets go of the threads. */
    void dispose() {
        endStreams();
        metrics.close();
        aside.dispose();
        delivery.dispose();
        scheduler.dispose();
    }

    private static boolean needsKey(AgentServerConfig.Server server) {
        return server.authMode() != AuthMode.NONE && server.apiKeys().isEmpty();
    }

    /** Nothing runs before the sessions are there. */
    @SuppressWarnings("NullAway")
    private Map<SessionState, Integer> sessionsByState() {
        return sessions == null ? Map.of() : sessions.countsByState();
    }
}
