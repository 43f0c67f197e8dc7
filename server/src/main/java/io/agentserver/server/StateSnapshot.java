package io.agentserver.server;

import io.agentserver.protocol.ClientType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who is connected, what runs, and what has been measured, at one moment. Health, lists, gauges, events and statistics all
 * read it, so they cannot disagree. Immutable.
 *
 * @param takenAt when it was taken
 * @param clients in the order of registration
 * @param clientsByType how many of each type
 * @param clientsByPlatform how many of each platform, as the clients gave it
 * @param sessionsByState how many of each state that has not ended
 * @param statistics latency, throughput and stability; at most a second older than the rest
 */
public record StateSnapshot(
        Instant takenAt,
        List<ClientInfo> clients,
        Map<ClientType, Integer> clientsByType,
        Map<String, Integer> clientsByPlatform,
        Map<SessionState, Integer> sessionsByState,
        ServerStatistics statistics) {

    public StateSnapshot {
        Objects.requireNonNull(takenAt, "takenAt");
        clients = List.copyOf(clients);
        clientsByType = copy(ClientType.class, clientsByType);
        clientsByPlatform = Collections.unmodifiableMap(new TreeMap<>(clientsByPlatform));
        sessionsByState = copy(SessionState.class, sessionsByState);
        Objects.requireNonNull(statistics, "statistics");
    }

    public int deviceCount() {
        return clientsByType.getOrDefault(ClientType.DEVICE, 0);
    }

    public int constellationCount() {
        return clientsByType.getOrDefault(ClientType.CONSTELLATION, 0);
    }

    /** Sessions that have not ended. */
    public int activeSessions() {
        return sessionsByState.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static <E extends Enum<E>> Map<E, Integer> copy(Class<E> keys, Map<E, Integer> counts) {
        Map<E, Integer> copy = new EnumMap<>(keys);
        copy.putAll(counts);
        return Collections.unmodifiableMap(copy);
    }
}
