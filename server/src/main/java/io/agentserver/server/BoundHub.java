package io.agentserver.server;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** A hub with a listener of its own. */
final class BoundHub extends RunningHub implements BoundAgentServer {

    private static final Logger LOG = LoggerFactory.getLogger(BoundHub.class);

    /**
     * How long an HTTP connection may be idle, or take to send its headers. It does not touch WebSockets; {@code
     * readTimeout} and {@code requestTimeout} would end them.
     */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** How long a request line, and all headers together, may be: keys of any sensible length fit. */
    private static final int HEAD_BYTES = 65_536;

    private static final int BACKLOG = 4_096;

    /** How long event loops may take to end; nothing is left on them by then. */
    private static final Duration LOOPS_TIMEOUT = Duration.ofSeconds(5);

    private final DisposableServer listener;
    private final String transport;

    private BoundHub(Assembly parts, DisposableServer listener, Mono<Void> release) {
        super(parts, release);
        this.listener = listener;
        this.transport = Transport.of(listener.channel());
    }

    static Mono<BoundAgentServer> bind(AgentServerConfig config, Assembly parts, @Nullable LoopResources injected) {
        LoopResources loops = injected == null ? LoopResources.create("agent-server") : injected;
        Mono<Void> disposeLoops = injected == null ? loops.disposeLater(Duration.ZERO, LOOPS_TIMEOUT) : Mono.empty();
        return Mono.defer(() -> server(config, parts, loops).bind())
                .<BoundAgentServer>map(listener -> started(parts, listener, disposeLoops))
                .onErrorResume(error ->
                        disposeLoops.doFinally(signal -> parts.dispose()).then(Mono.error(error)));
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.address();
    }

    @Override
    public String transport() {
        return transport;
    }

    private static BoundHub started(Assembly parts, DisposableServer listener, Mono<Void> disposeLoops) {
        Mono<Void> release = Mono.fromRunnable(listener::dispose)
                .then(listener.onDispose())
                .then(disposeLoops)
                .onErrorResume(error -> {
                    LOG.warn("The listener did not close cleanly: {}", error.toString());
                    return Mono.empty();
                });
        BoundHub hub = new BoundHub(parts, listener, release);
        LOG.info(
                "Listening on {} ({}, auth: {})",
                hub.address(),
                hub.transport,
                parts.config().server().authMode().value());
        return hub;
    }

    private static HttpServer server(AgentServerConfig config, Assembly parts, LoopResources loops) {
        HttpServer server = HttpServer.create()
                .host(config.server().host())
                .port(config.server().port())
                .runOn(loops)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .idleTimeout(IDLE_TIMEOUT)
                .httpRequestDecoder(
                        spec -> spec.maxInitialLineLength(HEAD_BYTES).maxHeaderSize(HEAD_BYTES))
                .handle(parts.api()::handle);
        AgentServerConfig.Tls tls = config.server().tls();
        if (tls == null) {
            return server;
        }
        SslContext context = sslContext(tls);
        return server.secure(spec -> spec.sslContext(context));
    }

    private static SslContext sslContext(AgentServerConfig.Tls tls) {
        try {
            return SslContextBuilder.forServer(
                            tls.certificate().toFile(), tls.key().toFile())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "server.tls: cannot use " + tls.certificate() + " with " + tls.key() + ": " + e.getMessage()
                            + " (expected: a PEM certificate chain and its unencrypted PKCS#8 key)",
                    e);
        }
    }
}
