package io.agentserver.server.metrics;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Snapshots;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that show how things stand, read when they are looked at: of clients and sessions they say what the snapshot
 * says. They leave the registry with the hub, or they would hold it and stand in the way of the next.
 */
final class HubGauges implements AutoCloseable {

    private static final String PREFIX = "agent.server.";

    private final MeterRegistry registry;
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    HubGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void state(Snapshots snapshots) {
        ClientCounts clients = new ClientCounts(snapshots);
        for (ClientType type : ClientType.values()) {
            for (String platform : ClientCounts.PLATFORMS) {
                Tags tags = Tags.of("type", type.wire(), "platform", platform);
                add("clients", "Registered clients", null, tags, () -> clients.of(type, platform));
            }
        }
        add(
                "sessions.active",
                "Sessions that have not ended",
                null,
                () -> snapshots.current().activeSessions());
    }

    void uptime(DoubleSupplier seconds) {
        add("uptime", "Time since the start of the server", "seconds", seconds);
    }

    void messages(DoubleSupplier outboxBytes, DoubleSupplier inflightBytes) {
        add("outbox", "Bytes of messages that wait for clients to read", "bytes", outboxBytes);
        add("inflight", "Bytes of messages being received or waiting to be sent", "bytes", inflightBytes);
    }

    void eventLoops(DoubleSupplier lagSeconds, DoubleSupplier pendingTasks) {
        add("event.loop.lag", "The most that an event loop was late in the last minute", "seconds", lagSeconds);
        add("event.loop.pending.tasks", "Tasks that wait for event loops", null, pendingTasks);
    }

    /** What the allocator of all channels holds: outside the heap, and so in none of the JVM's meters. */
    void directMemory() {
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
            add(
                    "netty.direct.memory",
                    "Direct memory held for buffers",
                    "bytes",
                    () -> allocator.metric().usedDirectMemory());
        }
    }

    void missedEvents(EventJournal journal) {
        gauges.add(FunctionCounter.builder(PREFIX + "events.missed", journal, EventJournal::missedEvents)
                .description("Events that subscribers missed because they were too slow or away too long")
                .register(registry));
    }

    void build(String version) {
        add("build.info", "The version of the server", null, Tags.of("version", version), () -> 1);
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private void add(String name, String description, @Nullable String unit, DoubleSupplier value) {
        add(name, description, unit, Tags.empty(), value);
    }

    private void add(String name, String description, @Nullable String unit, Tags tags, DoubleSupplier value) {
        gauges.add(Gauge.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }
}
