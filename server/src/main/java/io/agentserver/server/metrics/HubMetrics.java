package io.agentserver.server.metrics;

import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Snapshots;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one hub, in the registry of whoever embeds it or in one of its own; a registry of its own has the meters of
 * the JVM too. Any thread.
 */
public final class HubMetrics implements AutoCloseable {

    private final MeterRegistry registry;
    private final @Nullable JvmMeters jvm;
    private final LongSupplier nanoTime;
    private final HubMeters meters;
    private final HubGauges gauges;
    private final EventLoopLag lag;

    private HubMetrics(MeterRegistry registry, @Nullable JvmMeters jvm, LongSupplier nanoTime) {
        this.registry = registry;
        this.jvm = jvm;
        this.nanoTime = nanoTime;
        this.meters = new HubMeters(registry);
        this.gauges = new HubGauges(registry);
        this.lag = new EventLoopLag(registry.config().clock(), nanoTime);
    }

    /** Meters in the registry given, which stays the caller's, or in one that lives as long as the hub. */
    public static HubMetrics in(@Nullable MeterRegistry injected, LongSupplier nanoTime) {
        if (injected != null) {
            return new HubMetrics(injected, null, nanoTime);
        }
        PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new HubMetrics(own, new JvmMeters(own), nanoTime);
    }

    /** Counts what happens. */
    public ServerObserver observer() {
        return meters;
    }

    /**
     * Begins to show how things stand; to be called once, when there is something to show.
     *
     * @param outboxBytes the bytes that wait for clients to read
     * @param inflightBytes those, and the bytes of messages being received
     * @param version of the server
     */
    public void show(
            Snapshots snapshots,
            EventJournal journal,
            LongSupplier outboxBytes,
            LongSupplier inflightBytes,
            String version) {
        long startedAt = nanoTime.getAsLong();
        gauges.state(snapshots);
        gauges.uptime(() -> (nanoTime.getAsLong() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1));
        gauges.messages(outboxBytes::getAsLong, inflightBytes::getAsLong);
        gauges.eventLoops(lag::worstSeconds, lag::pendingTasks);
        gauges.directMemory();
        gauges.missedEvents(journal);
        gauges.build(version);
    }

    /** Puts meters beside those of the hub. */
    public void add(MeterBinder more) {
        more.bindTo(registry);
    }

    /** Measures how late that event loop runs things, from now on. */
    public void watch(EventLoop loop) {
        lag.watch(loop);
    }

    /** What Prometheus can read of it, or null when the registry is none of Prometheus's and contains none. */
    public @Nullable PrometheusMeterRegistry prometheus() {
        return prometheus(registry);
    }

    /** Leaves a registry given without gauges of this hub; what was counted stays. */
    @Override
    public void close() {
        lag.close();
        gauges.close();
        if (jvm != null) {
            jvm.close();
            registry.close();
        }
    }

    private static @Nullable PrometheusMeterRegistry prometheus(MeterRegistry registry) {
        if (registry instanceof PrometheusMeterRegistry prometheus) {
            return prometheus;
        }
        if (registry instanceof CompositeMeterRegistry composite) {
            for (MeterRegistry part : composite.getRegistries()) {
                PrometheusMeterRegistry found = prometheus(part);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
