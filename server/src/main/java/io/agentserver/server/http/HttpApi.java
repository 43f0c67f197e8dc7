package io.agentserver.server.http;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.security.OriginRule;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The HTTP API: finds who answers a request, checks who asks, and sends the answer. Any thread. */
public final class HttpApi {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String FOLDER = "/api/";
    private static final Set<String> PLACES = Set.of("/api", "/ws", "/ws/", "/metrics", "/metrics/");

    private final Routes routes;
    private final HostRule hosts;
    private final OriginRule origins;
    private final Credentials credentials;
    private final Upgrades upgrades;
    private final ServerObserver observer;
    private final Responses responses;
    private final EventStreams streams;
    private final LongSupplier nanoTime;
    private final Consumer<Connection> watchLoop;
    private final Phase phase = new Phase();

    public HttpApi(HttpServices services) {
        AgentServerConfig.Server server = services.config().server();
        this.hosts = services.hosts();
        this.origins = new OriginRule(server.allowedOrigins());
        this.credentials = new Credentials(server.authMode(), services.keys());
        this.upgrades = services.upgrades();
        this.observer = services.observer();
        this.nanoTime = services.timing().nanoTime();
        this.watchLoop =
                connection -> services.metrics().watch(connection.channel().eventLoop());
        this.responses = new Responses(services.timing().scheduler());
        this.streams = new EventStreams(observer, EventStreams.PATIENCE);
        this.routes = new Routes(ApiRoutes.of(services, credentials, origins, phase));
    }

    /** Answers a request; to be subscribed to once. */
    public Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        long began = nanoTime.getAsLong();
        request.withConnection(watchLoop);
        RequestTarget target = RequestTarget.of(request.uri());
        Routes.Match match = routes.find(target.path());
        Exchange exchange = new Exchange(match == null ? null : match.route(), request.method(), began);
        Answer answer;
        try {
            answer = answer(request, target, match);
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
                    .onErrorResume(e -> afterError(request, e))
                    .flatMap(reply -> Mono.from(send(exchange, reply, request, response)));
        }
        if (answer instanceof Answer.Reading reading) {
            return reading.reply()
                    .onErrorResume(e -> afterError(request, e))
                    .concatMap(reply -> sendWhileReading(exchange, reply, request, response));
        }
        if (answer instanceof Answer.Stream stream) {
            return streams.send(stream, request, response);
        }
        return send(exchange, (Reply) answer, request, response);
    }

    /** Whether a request is for this API rather than for the server it is mounted on. */
    public boolean owns(HttpServerRequest request) {
        String path = RequestTarget.of(request.uri()).path();
        return path.startsWith(FOLDER) || PLACES.contains(path);
    }

    /** From now on ready, as far as the limits let it. */
    public void serving() {
        phase.serve();
    }

    /** From now on no new connections and no new tasks, and not ready. */
    public void draining() {
        phase.drain();
    }

    private Answer answer(HttpServerRequest request, RequestTarget target, Routes.@Nullable Match match) {
        HttpHeaders headers = request.requestHeaders();
        String host = headers.get(HttpHeaderNames.HOST);
        if (!hosts.allows(host)) {
            return Refusal.HOST_NOT_ALLOWED.reply();
        }
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
        return endpoint.answer(new Call(request.version(), headers, id, target.query(), request::receive));
    }

    private Reply elsewhere(RequestTarget target) {
        String bare = routes.withoutSlash(target.path());
        if (bare == null) {
            return Refusal.NOT_FOUND.reply();
        }
        return Reply.redirect(target.query().isEmpty() ? bare : bare + "?" + target.query());
    }

    private Publisher<Void> send(
            Exchange exchange, Reply reply, HttpServerRequest request, HttpServerResponse response) {
        exchange.answered(reply, nanoTime.getAsLong(), observer);
        return Call.announcesBody(request.requestHeaders())
                ? responses.sendAndLinger(reply, request, response)
                : responses.send(reply, request, response);
    }

    private Publisher<Void> sendWhileReading(
            Exchange exchange, Reply reply, HttpServerRequest request, HttpServerResponse response) {
        exchange.answered(reply, nanoTime.getAsLong(), observer);
        return reply.closes() ? responses.sendLast(reply, request, response) : responses.send(reply, request, response);
    }

    /** A fault is answered; a client that went away is not one and hears no answer. */
    private static Mono<Reply> afterError(HttpServerRequest request, Throwable error) {
        boolean gone = error instanceof AbortedException || AbortedException.isConnectionReset(error);
        return gone ? Mono.empty() : Mono.just(fault(request, error));
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
