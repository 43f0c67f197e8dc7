package io.agentserver.server;

import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.security.HostRule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The front door: describes a hub, then starts it. Immutable; every setter returns a changed copy, so one description can
 * start several independent hubs in one JVM.
 *
 * <pre>{@code
 * RunningAgentServer server = AgentServer.create(AgentServerConfig.defaults())
 *     .engine(context -> context.execute(List.of(...)).map(...))
 *     .bind()
 *     .block();
 * }</pre>
 *
 * <p>The hub logs through slf4j only, registers no signal handler and no shutdown hook, and never touches Micrometer's
 * global registry.
 */
public final class AgentServer {

    private final AgentServerConfig config;
    private final SessionEngine engine;
    private final @Nullable MeterRegistry meterRegistry;
    private final MeterBinder moreMeters;
    private final @Nullable LoopResources loopResources;
    private final @Nullable ResultStore resultStore;

    private AgentServer(
            AgentServerConfig config,
            SessionEngine engine,
            @Nullable MeterRegistry meterRegistry,
            MeterBinder moreMeters,
            @Nullable LoopResources loopResources,
            @Nullable ResultStore resultStore) {
        this.config = config;
        this.engine = engine;
        this.meterRegistry = meterRegistry;
        this.moreMeters = moreMeters;
        this.loopResources = loopResources;
        this.resultStore = resultStore;
    }

    /** A hub with that configuration, the {@code delegate} engine, and results in memory. */
    public static AgentServer create(AgentServerConfig config) {
        return new AgentServer(
                Objects.requireNonNull(config, "config"), new DelegateEngine(), null, registry -> {}, null, null);
    }

    /** The version of this library, from the manifest of its archive; {@code development} when it comes from none. */
    public static String version() {
        return Objects.requireNonNullElse(AgentServer.class.getPackage().getImplementationVersion(), "development");
    }

    /** Decides what sessions do; by default every request goes to the device as it is. */
    public AgentServer engine(SessionEngine value) {
        return new AgentServer(
                config, Objects.requireNonNull(value, "engine"), meterRegistry, moreMeters, loopResources, resultStore);
    }

    /**
     * Where to register the hub's meters, one registry for each hub. {@code /metrics} serves it when it is, or contains, one
     * of Prometheus. Without it the hub has a registry of its own, with the meters of the JVM besides.
     */
    public AgentServer meterRegistry(MeterRegistry value) {
        return new AgentServer(
                config, engine, Objects.requireNonNull(value, "meterRegistry"), moreMeters, loopResources, resultStore);
    }

    /** Meters of the program around the hub, to stand beside the hub's own in whatever registry it has. */
    public AgentServer moreMeters(MeterBinder value) {
        return new AgentServer(
                config, engine, meterRegistry, Objects.requireNonNull(value, "moreMeters"), loopResources, resultStore);
    }

    /** The event loops to run on. They stay the caller's to dispose; without them {@link #bind()} makes its own. */
    public AgentServer loopResources(LoopResources value) {
        return new AgentServer(
                config, engine, meterRegistry, moreMeters, Objects.requireNonNull(value, "loopResources"), resultStore);
    }

    /** Where results are kept; by default in memory, within the bounds of the configuration. */
    public AgentServer resultStore(ResultStore value) {
        return new AgentServer(
                config, engine, meterRegistry, moreMeters, loopResources, Objects.requireNonNull(value, "resultStore"));
    }

    /**
     * Starts a hub with a listener of its own, at each subscription; emits it once it listens. Fails with the exception of
     * the bind, for instance when the port is in use, or an {@link IllegalArgumentException} when the certificate cannot be
     * read; nothing is left behind then.
     */
    public Mono<BoundAgentServer> bind() {
        return Mono.defer(() -> BoundHub.bind(config, assembly(HostRule.bound(config.server())), loopResources));
    }

    /** Starts a hub without a listener, to be mounted on an {@code HttpServer} of the caller. */
    public MountedAgentServer routes() {
        return new MountedHub(assembly(HostRule.mounted(config.server().allowedHosts())));
    }

    private Assembly assembly(HostRule hosts) {
        return new Assembly(config, hosts, engine, meterRegistry, moreMeters, resultStore);
    }
}
