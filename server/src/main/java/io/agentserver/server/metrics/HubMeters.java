package io.agentserver.server.metrics;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the hub does. Every meter is made at the start, those of HTTP requests at the first of their kind, with tags
 * from closed sets: recording allocates nothing and no input can make more of them. Any thread.
 */
final class HubMeters implements ServerObserver {

    private static final String PREFIX = "agent.server.";
    private static final List<String> OUTCOMES = List.of("completed", "failed", "cancelled", "timed_out");

    private static final Duration[] DURATIONS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1)
    };

    private final Counter connections;
    private final Map<DisconnectReason, Counter> disconnections;
    private final Map<String, Counter> sessions = new HashMap<>();
    private final Timer sessionDuration;
    private final Map<ClientMessageType, Counter> received;
    private final Map<ServerMessageType, Counter> sent;
    private final Counter receivedBytes;
    private final Counter sentBytes;
    private final Counter slowReaders;
    private final Map<Rejection, Counter> rejected;
    private final HttpTimers requests;

    HubMeters(MeterRegistry registry) {
        connections = counter(registry, "connections", "Registrations confirmed");
        disconnections = each(
                DisconnectReason.class,
                reason -> counter(registry, "disconnections", "Registered clients gone", "reason", reason.label()));
        for (String outcome : OUTCOMES) {
            sessions.put(outcome, counter(registry, "sessions", "Sessions ended", "outcome", outcome));
        }
        sessionDuration = Timer.builder(PREFIX + "session.duration")
                .description("Time from a session's creation to its end")
                .serviceLevelObjectives(DURATIONS)
                .register(registry);
        received = each(ClientMessageType.class, type -> message(registry, "in", type.wire()));
        sent = each(ServerMessageType.class, type -> message(registry, "out", type.wire()));
        receivedBytes = counter(registry, "message.bytes", "Bytes of messages", "direction", "in");
        sentBytes = counter(registry, "message.bytes", "Bytes of messages", "direction", "out");
        slowReaders = counter(registry, "slow.readers", "Connections closed because they did not keep up");
        rejected = each(
                Rejection.class,
                reason -> counter(registry, "rejected", "Requests and messages refused", "reason", reason.label()));
        requests = new HttpTimers(registry);
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        connections.increment();
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        of(disconnections, reason).increment();
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        String outcome = session.outcome();
        if (outcome != null && session.endedAt() != null) {
            of(sessions, outcome).increment();
            sessionDuration.record(Duration.between(session.createdAt(), session.endedAt()));
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

    @Override
    public void streamStalled(Duration silence) {
        slowReaders.increment();
    }

    @Override
    public void requestAnswered(@Nullable String endpoint, String method, int status, long nanos) {
        requests.record(endpoint, method, status, nanos);
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
