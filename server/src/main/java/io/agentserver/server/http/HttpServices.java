package io.agentserver.server.http;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.metrics.HubMetrics;
import io.agentserver.server.security.ApiKeys;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Snapshots;
import java.util.function.BooleanSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * What the HTTP API works with.
 *
 * @param config for the mode, the limits and the allowed origins
 * @param keys the keys in force, a generated one included
 * @param hosts which {@code Host} is answered
 * @param upgrades where WebSockets go
 * @param connectionsExhausted whether there is no place for one more
 * @param bytesExhausted whether messages on their way take all they may
 * @param aside where answers are made that take too long for an event loop
 * @param version what {@code /api/health} says this is
 */
public record HttpServices(
        AgentServerConfig config,
        ApiKeys keys,
        HostRule hosts,
        Snapshots snapshots,
        EventJournal journal,
        ClientRegistry registry,
        Hub hub,
        Sessions sessions,
        TaskResults results,
        Upgrades upgrades,
        BooleanSupplier connectionsExhausted,
        BooleanSupplier bytesExhausted,
        HubMetrics metrics,
        Scheduler aside,
        ServerObserver observer,
        Timing timing,
        String version) {}
