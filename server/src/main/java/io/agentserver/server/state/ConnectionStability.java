package io.agentserver.server.state;

import io.agentserver.server.DisconnectReason;
import io.agentserver.server.StabilityStatistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows who comes, goes and comes back (M-80 to M-84). The totals are exact for ever; the events and the clients that are
 * remembered are bounded, the longest unseen go first (M-86). Any thread.
 */
public final class ConnectionStability {

    /** A registration. */
    public record Connected(String clientId, Instant at) {}

    /** A disconnection. */
    public record Disconnected(String clientId, Instant at, DisconnectReason reason) {}

    private static final int MOST_EVENTS = 1_000;
    /** More of an id is not remembered: an id may be as long as a message. */
    private static final int MOST_CHARACTERS = 256;

    private static final int MOST_FLAKY = 100;

    private final Clock clock;
    private final int mostClients;
    private final int flakyThreshold;
    private final ArrayDeque<Connected> connections = new ArrayDeque<>();
    private final ArrayDeque<Disconnected> disconnections = new ArrayDeque<>();
    private final LinkedHashMap<String, Integer> reconnections = new LinkedHashMap<>();
    private long totalConnections;
    private long totalDisconnections;
    private @Nullable Instant firstDisconnection;
    private @Nullable Instant lastDisconnection;

    /**
     * @param mostClients clients remembered
     * @param flakyThreshold reconnections from which a client is flaky
     */
    public ConnectionStability(Clock clock, int mostClients, int flakyThreshold) {
        this.clock = clock;
        this.mostClients = mostClients;
        this.flakyThreshold = flakyThreshold;
    }

    /** The first registration of a client counts 0 reconnections, every later one adds 1 (M-81). */
    public synchronized void connected(String id) {
        String clientId = cut(id);
        totalConnections++;
        add(connections, new Connected(clientId, clock.instant()));
        Integer known = reconnections.remove(clientId);
        reconnections.put(clientId, known == null ? 0 : known + 1);
        if (reconnections.size() > mostClients) {
            Iterator<String> longestUnseen = reconnections.keySet().iterator();
            longestUnseen.next();
            longestUnseen.remove();
        }
    }

    public synchronized void disconnected(String id, DisconnectReason reason) {
        String clientId = cut(id);
        Instant now = clock.instant();
        totalDisconnections++;
        add(disconnections, new Disconnected(clientId, now, reason));
        if (firstDisconnection == null) {
            firstDisconnection = now;
        }
        lastDisconnection = now;
    }

    public StabilityStatistics statistics() {
        List<StabilityStatistics.FlakyClient> flaky = new ArrayList<>();
        long connected;
        long disconnected;
        double perHour;
        synchronized (this) {
            connected = totalConnections;
            disconnected = totalDisconnections;
            perHour = perHour();
            reconnections.forEach((id, count) -> {
                if (count >= flakyThreshold) {
                    flaky.add(new StabilityStatistics.FlakyClient(id, count));
                }
            });
        }
        // Away from the lock, which event loops take.
        flaky.sort(Comparator.comparingInt(StabilityStatistics.FlakyClient::reconnections)
                .reversed());
        return new StabilityStatistics(
                connected, disconnected, perHour, List.copyOf(flaky.subList(0, Math.min(MOST_FLAKY, flaky.size()))));
    }

    /** The latest registrations, oldest first. */
    public synchronized List<Connected> recentConnections() {
        return List.copyOf(connections);
    }

    /** The latest disconnections, oldest first. */
    public synchronized List<Disconnected> recentDisconnections() {
        return List.copyOf(disconnections);
    }

    private double perHour() {
        if (firstDisconnection == null || lastDisconnection == null) {
            return 0.0;
        }
        double hours = Duration.between(firstDisconnection, lastDisconnection).toMillis() / 3_600_000.0;
        return hours > 0 ? totalDisconnections / hours : 0.0;
    }

    private static String cut(String id) {
        return id.length() <= MOST_CHARACTERS ? id : id.substring(0, MOST_CHARACTERS);
    }

    private static <E> void add(ArrayDeque<E> events, E event) {
        if (events.size() == MOST_EVENTS) {
            events.removeFirst();
        }
        events.addLast(event);
    }
}
