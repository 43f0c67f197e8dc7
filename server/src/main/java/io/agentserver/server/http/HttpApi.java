package io.agentserver.server.http;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.security.Access;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.security.OriginRule;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The HTTP API: finds who answers a request, checks who asks, and sends the answer. Any thread. */
public final class HttpApi {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String FOLDER = "/api/";

    private final Routes routes;
    private final HostRule hosts;
    private final OriginRule origins;
    private final Credentials credentials;
    private final Upgrades upgrades;
    private final ServerObserver observer;
    private final Drain drain = new Drain();

    public HttpApi(HttpServices services) {
        AgentServerConfig.Server server = services.config().server();
        this.hosts = services.hosts();
        this.origins = new OriginRule(server.allowedOrigins());
        this.credentials = new Credentials(server.authMode(), services.keys());
        this.upgrades = services.upgrades();
        this.observer = services.observer();
        this.routes = new Routes(routes(services));
    }

    /** Answers a request; to be subscribed to once. */
    public Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Answer answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) {
            answer = fault(request, e);
        }
        if (answer instanceof Answer.Upgrade) {
            Publisher<Void> connection = upgrades.upgrade(response);
            if (connection != null) {
                return connection;
            }
            answer = Refusal.TOO_MANY_CONNECTIONS.reply();
        }
        if (answer instanceof Answer.Later later) {
            return later.reply()
                    .onErrorResume(e -> !AbortedException.isConnectionReset(e), e -> Mono.just(fault(request, e)))
                    .flatMap(reply -> Mono.from(send(reply, hasUnreadBody(request, true), request, response)));
        }
        return send((Reply) answer, hasUnreadBody(request, false), request, response);
    }

    /** Whether a request is for this API rather than for the server it is mounted on. */
    public boolean owns(HttpServerRequest request) {
        String path = RequestTarget.of(request.uri()).path();
        return path.startsWith(FOLDER) || path.equals("/api") || path.equals("/ws") || path.equals("/ws/");
    }

    /** From now on no new connections and no new tasks, and not ready. */
    public void draining() {
        drain.begin();
    }

    private List<Route> routes(HttpServices services) {
        AgentServerConfig.Limits limits = services.config().limits();
        ProbeEndpoints probes = new ProbeEndpoints(drain);
        ClientEndpoints client = new ClientEndpoints(
                services.registry(),
                services.hub(),
                services.sessions(),
                services.timing().clock());
        SessionEndpoints sessions = new SessionEndpoints(services.sessions(), services.results());
        return List.of(
                Route.get(
                        "/api/health",
                        Access.READ,
                        new HealthEndpoint(
                                services.snapshots(),
                                limits.onlineClientsInHealth(),
                                services.version(),
                                services.timing().nanoTime())),
                Route.get("/api/health/live", Access.OPEN, probes::live),
                Route.get("/api/health/ready", Access.OPEN, probes::ready),
                Route.get(
                        "/api/clients",
                        Access.READ,
                        new ClientsEndpoint(
                                services.snapshots(), services.timing().clock())),
                Route.getAndDelete("/api/clients/{id}", Access.KEY, client::one, client::disconnect),
                Route.post("/api/dispatch", Access.KEY, dispatch(services)),
                Route.get(
                        "/api/task_result/{task_name}",
                        Access.KEY,
                        new TaskResultEndpoint(services.results(), limits.sessions())),
                Route.get("/api/sessions", Access.KEY, sessions::list),
                Route.getAndDelete("/api/sessions/{id}", Access.KEY, sessions::one, sessions::cancel),
                Route.get("/api/openapi.yaml", Access.OPEN, new OpenApiEndpoint()),
                // Checks the key itself: it may stand in the query, and a wrong one has an answer of its own.
                Route.get("/ws", Access.OPEN, new UpgradeEndpoint(credentials, origins, drain)));
    }

    private DispatchEndpoint dispatch(HttpServices services) {
        return new DispatchEndpoint(
                services.sessions(),
                new BodyReader(services.config().limits().bodyBytes(), services.timing()),
                new IdempotentReplies(services.timing().nanoTime()),
                drain);
    }

    private Answer answer(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        String host = headers.get(HttpHeaderNames.HOST);
        if (!hosts.allows(host)) {
            return Refusal.HOST_NOT_ALLOWED.reply();
        }
        RequestTarget target = RequestTarget.of(request.uri());
        Routes.Match match = routes.find(target.path());
        if (match == null) {
            return elsewhere(target);
        }
        Route route = match.route();
        HttpMethod method = request.method();
        Endpoint endpoint = route.endpoint(method);
        if (endpoint == null) {
            return Refusal.METHOD_NOT_ALLOWED.reply().with(HttpHeaderNames.ALLOW, route.allow());
        }
        if (changesSomething(method) && !origins.allows(headers.get(HttpHeaderNames.ORIGIN), host)) {
            return Refusal.ORIGIN_NOT_ALLOWED.reply();
        }
        if (!credentials.suffice(route.access(), headers)) {
            return Refusal.INVALID_KEY.reply();
        }
        String id = Percent.decode(match.parameter());
        if (id == null) {
            return Refusal.MALFORMED_PATH.reply();
        }
        return endpoint.answer(new Call(method, request.version(), headers, id, target.query(), request::receive));
    }

    private Reply elsewhere(RequestTarget target) {
        String bare = routes.withoutSlash(target.path());
        if (bare == null) {
            return Refusal.NOT_FOUND.reply();
        }
        return Reply.redirect(target.query().isEmpty() ? bare : bare + "?" + target.query());
    }

    private Publisher<Void> send(Reply reply, boolean close, HttpServerRequest request, HttpServerResponse response) {
        Rejection rejection = reply.rejection();
        if (rejection != null) {
            observer.rejected(rejection, null, String.valueOf(reply.detail()));
        }
        return Responses.send(reply, close, request, response);
    }

    /** Whether a body is under way that nobody took; of what is read later, only a POST has taken its body. */
    private static boolean hasUnreadBody(HttpServerRequest request, boolean later) {
        HttpHeaders headers = request.requestHeaders();
        return Call.announcesBody(headers) && !(later && request.method().equals(HttpMethod.POST));
    }

    private static boolean changesSomething(HttpMethod method) {
        return method.equals(HttpMethod.POST) || method.equals(HttpMethod.DELETE);
    }

    private static Reply fault(HttpServerRequest request, Throwable error) {
        String path = RequestTarget.of(request.uri()).path();
        LOG.error("{} {} could not be answered", request.method(), path, error);
        return Reply.fault();
    }
}
