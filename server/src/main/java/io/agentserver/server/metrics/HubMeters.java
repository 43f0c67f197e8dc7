package io.agentserver.server.metrics;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds what the hub does to Micrometer. Every meter is made at the start, with tags from closed sets, so that recording
 * allocates nothing and no input can make more of them.
 */
public final class HubMeters implements ServerObserver {

    private static final String PREFIX = "agent.server.";
    private static final List<String> PLATFORMS = List.of("windows", "linux", "mobile", "other");
    private static final List<String> OUTCOMES = List.of("completed", "failed", "cancelled", "timed_out");

    private record Kind(ClientType type, String platform) {}

    private final Map<Kind, AtomicInteger> clients = new HashMap<>();
    private final Counter connections;
    private final Map<DisconnectReason, Counter> disconnections;
    private final Map<String, Counter> sessions = new HashMap<>();
    private final Map<String, Timer> durations = new HashMap<>();
    private final Map<ClientMessageType, Counter> received;
    private final Map<ServerMessageType, Counter> sent;
    private final Counter receivedBytes;
    private final Counter sentBytes;
    private final Counter slowReaders;
    private final Map<Rejection, Counter> rejected;

    public HubMeters(MeterRegistry registry, IntSupplier activeSessions) {
        for (ClientType type : ClientType.values()) {
            for (String platform : PLATFORMS) {
                AtomicInteger count = new AtomicInteger();
                clients.put(new Kind(type, platform), count);
                Gauge.builder(PREFIX + "clients", count, AtomicInteger::get)
                        .description("Registered clients")
                        .tag("type", type.wire())
                        .tag("platform", platform)
                        .register(registry);
            }
        }
        Gauge.builder(PREFIX + "sessions.active", activeSessions, IntSupplier::getAsInt)
                .description("Sessions that have not ended")
                .strongReference(true)
                .register(registry);
        connections = counter(registry, "connections", "Registrations confirmed");
        disconnections = each(
                DisconnectReason.class,
                reason -> counter(registry, "disconnections", "Registered clients gone", "reason", reason.label()));
        for (String outcome : OUTCOMES) {
            sessions.put(outcome, counter(registry, "sessions", "Sessions ended", "outcome", outcome));
            durations.put(
                    outcome,
                    Timer.builder(PREFIX + "session.duration")
                            .description("Time from a session's creation to its end")
                            .tag("outcome", outcome)
                            .register(registry));
        }
        received = each(ClientMessageType.class, type -> message(registry, "in", type.wire()));
        sent = each(ServerMessageType.class, type -> message(registry, "out", type.wire()));
        receivedBytes = counter(registry, "message.bytes", "Bytes of messages", "direction", "in");
        sentBytes = counter(registry, "message.bytes", "Bytes of messages", "direction", "out");
        slowReaders = counter(registry, "slow.readers", "Connections closed because they did not keep up");
        rejected = each(
                Rejection.class,
                reason -> counter(registry, "rejected", "Requests and messages refused", "reason", reason.label()));
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        connections.increment();
        count(client).incrementAndGet();
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        of(disconnections, reason).increment();
        count(client).decrementAndGet();
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        String outcome = session.outcome();
        if (outcome != null && session.endedAt() != null) {
            of(sessions, outcome).increment();
            of(durations, outcome).record(Duration.between(session.createdAt(), session.endedAt()));
        }
    }

    @Override
    public void rejected(Rejection rejection, @Nullable String clientId, String text) {
        of(rejected, rejection).increment();
    }

    @Override
    public void messageReceived(ClientMessageType type, int bytes) {
        of(received, type).increment();
        receivedBytes.increment(bytes);
    }

    @Override
    public void messageSent(ServerMessageType type, int bytes) {
        of(sent, type).increment();
        sentBytes.increment(bytes);
    }

    @Override
    public void slowReader(@Nullable String clientId, long waitingBytes) {
        slowReaders.increment();
    }

    private AtomicInteger count(ClientInfo client) {
        String platform = PLATFORMS.contains(client.platform()) ? client.platform() : "other";
        return of(clients, new Kind(client.type(), platform));
    }

    private static Counter message(MeterRegistry registry, String direction, String type) {
        return counter(registry, "messages", "Messages", "direction", direction, "type", type);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static <E extends Enum<E>> Map<E, Counter> each(Class<E> type, Function<E, Counter> counter) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            counters.put(value, counter.apply(value));
        }
        return counters;
    }

    private static <K, V> V of(Map<K, V> all, K key) {
        V value = all.get(key);
        if (value == null) {
            throw new IllegalStateException("no meter for " + key);
        }
        return value;
    }
}
