package io.agentserver.server.http;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.security.Access;
import io.agentserver.server.security.OriginRule;
import java.util.List;

/** The list of all routes, with what each asks of those who come in; {@code docs/openapi.yaml} has the same. */
final class ApiRoutes {

    private ApiRoutes() {}

    static List<Route> of(HttpServices services, Credentials credentials, OriginRule origins, Phase phase) {
        AgentServerConfig.Limits limits = services.config().limits();
        Timing timing = services.timing();
        HealthEndpoint health = new HealthEndpoint(
                services.snapshots(), limits.onlineClientsInHealth(), services.version(), timing.nanoTime());
        ProbeEndpoints probes = new ProbeEndpoints(
                phase,
                services.connectionsExhausted(),
                services.bytesExhausted(),
                () -> services.sessions().active() >= limits.sessions());
        MetricsEndpoint metrics = new MetricsEndpoint(services.metrics(), services.aside());
        ClientsEndpoint clients = new ClientsEndpoint(services.snapshots(), services.aside(), timing.clock());
        ClientEndpoints client =
                new ClientEndpoints(services.registry(), services.hub(), services.sessions(), timing.clock());
        DispatchEndpoint dispatch = new DispatchEndpoint(
                services.sessions(), new BodyReader(limits.bodyBytes(), timing), new IdempotentReplies(timing), phase);
        // As many may wait as there may be something to wait for.
        TaskResultEndpoint taskResult = new TaskResultEndpoint(services.results(), limits.sessions());
        SessionEndpoints sessions = new SessionEndpoints(services.sessions(), services.results());
        return List.of(
                Route.get("/api/health", Access.READ, new NegotiatedHealth(health, metrics)),
                Route.get("/api/health/live", Access.OPEN, probes::live),
                Route.get("/api/health/ready", Access.OPEN, probes::ready),
                Route.get("/api/clients", Access.READ, clients),
                Route.getAndDelete("/api/clients/{client_id}", Access.KEY, client::one, client::disconnect),
                Route.post("/api/dispatch", Access.KEY, dispatch),
                Route.get("/api/task_result/{task_name}", Access.KEY, taskResult),
                Route.get("/api/sessions", Access.KEY, sessions::list),
                Route.getAndDelete("/api/sessions/{session_id}", Access.KEY, sessions::one, sessions::cancel),
                Route.get(
                        "/api/events",
                        Access.READ,
                        new EventsEndpoint(services.journal(), services.snapshots(), timing)),
                Route.get("/api/statistics", Access.READ, new StatisticsEndpoint(services.snapshots())),
                Route.get("/metrics", Access.READ, metrics),
                Route.get("/api/openapi.yaml", Access.OPEN, new OpenApiEndpoint()),
                // Checks the key itself: it may stand in the query, and a wrong one has an answer of its own.
                Route.get("/ws", Access.OPEN, new UpgradeEndpoint(credentials, origins, phase)));
    }
}
