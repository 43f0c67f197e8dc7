package io.agentserver.server;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who is connected and what runs, at one moment.
 *
 * @param takenAt when it was taken
 * @param clients in the order of registration
 * @param deviceCount clients that are devices
 * @param constellationCount clients that are constellations
 * @param activeSessions sessions that have not ended
 */
public record StateSnapshot(
        Instant takenAt, List<ClientInfo> clients, int deviceCount, int constellationCount, int activeSessions) {

    public StateSnapshot {
        Objects.requireNonNull(takenAt, "takenAt");
        clients = List.copyOf(clients);
    }
}
