package io.agentserver.server;

import java.util.List;

/**
 * How steady connections are (M-85).
 *
 * @param totalConnections registrations ever
 * @param totalDisconnections disconnections ever
 * @param disconnectionsPerHour between the first and the last disconnection (M-83)
 * @param flakyClients those that came back most, at least as often as the threshold (M-84)
 */
public record StabilityStatistics(
        long totalConnections, long totalDisconnections, double disconnectionsPerHour, List<FlakyClient> flakyClients) {

    /** A client and how often it came back. */
    public record FlakyClient(String clientId, int reconnections) {}

    public StabilityStatistics {
        flakyClients = List.copyOf(flakyClients);
    }

    /** One less the share of connections that ended; 1 when there was none (M-82). */
    public double stabilityRate() {
        return totalConnections == 0 ? 1.0 : 1.0 - (double) totalDisconnections / totalConnections;
    }
}
