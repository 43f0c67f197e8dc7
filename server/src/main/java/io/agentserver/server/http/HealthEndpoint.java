package io.agentserver.server.http;

import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.state.ClientList;
import io.agentserver.server.state.Snapshots;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/health} (contract 4.2). The answer is encoded when something in it changes, once a second at least, and
 * sent as it is in between.
 */
final class HealthEndpoint implements Endpoint {

    /** An answer and what it says. */
    private record Encoded(ClientList clients, int activeSessions, long uptimeSeconds, Reply reply) {}

    private final Snapshots snapshots;
    private final int mostIds;
    private final String version;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private volatile Encoded latest;

    HealthEndpoint(Snapshots snapshots, int mostIds, String version, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.mostIds = mostIds;
        this.version = version;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.latest = encode(snapshots.clients(), snapshots.activeSessions(), 0);
    }

    @Override
    public Answer answer(Call call) {
        ClientList clients = snapshots.clients();
        int activeSessions = snapshots.activeSessions();
        long uptimeSeconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startedAt);
        Encoded encoded = latest;
        if (encoded.clients != clients
                || encoded.activeSessions != activeSessions
                || encoded.uptimeSeconds != uptimeSeconds) {
            encoded = encode(clients, activeSessions, uptimeSeconds);
            latest = encoded;
        }
        return encoded.reply;
    }

    private Encoded encode(ClientList clients, int activeSessions, long uptimeSeconds) {
        List<RegisteredClient> listed = clients.all().subList(0, Math.min(mostIds, clients.size()));
        JsonText json = new JsonText(256 + 24 * listed.size())
                .object()
                .member("status", "healthy")
                .member("uptime_seconds", uptimeSeconds)
                .member("connected_clients", clients.size())
                .member("active_sessions", activeSessions)
                .name("online_clients")
                .array();
        listed.forEach(client -> json.value(client.id()));
        json.endArray();
        if (listed.size() < clients.size()) {
            json.member("online_clients_truncated", true);
        }
        json.member("device_count", clients.deviceCount())
                .member("constellation_count", clients.constellationCount())
                .member("version", version)
                .endObject();
        return new Encoded(clients, activeSessions, uptimeSeconds, Reply.ok(json));
    }
}
