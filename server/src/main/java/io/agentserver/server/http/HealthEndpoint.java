package io.agentserver.server.http;

import io.agentserver.server.StateSnapshot;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.state.ClientList;
import io.agentserver.server.state.Snapshots;
import io.agentserver.server.state.View;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/health} (contract 4.2). The answer is encoded when something in it changes, once a second at least, and
 * sent as it is in between.
 */
final class HealthEndpoint implements Endpoint {

    /** An answer and what it says. */
    private record Encoded(StateSnapshot snapshot, long uptimeSeconds, Reply reply) {}

    /** The ids of a list of clients, which change less often than what runs. */
    private record Ids(Object identity, String json) {}

    private final Snapshots snapshots;
    private final int mostIds;
    private final String version;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private volatile Ids ids;
    private volatile Encoded latest;

    HealthEndpoint(Snapshots snapshots, int mostIds, String version, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.mostIds = mostIds;
        this.version = version;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        View view = snapshots.view();
        this.ids = idsOf(view.clients());
        this.latest = encode(view, 0);
    }

    @Override
    public Answer answer(Call call) {
        View view = snapshots.view();
        long uptimeSeconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startedAt);
        Encoded encoded = latest;
        if (encoded.snapshot != view.snapshot() || encoded.uptimeSeconds != uptimeSeconds) {
            encoded = encode(view, uptimeSeconds);
            latest = encoded;
        }
        return encoded.reply;
    }

    private Encoded encode(View view, long uptimeSeconds) {
        Ids listed = ids;
        if (listed.identity != view.clients().identity()) {
            listed = idsOf(view.clients());
            ids = listed;
        }
        StateSnapshot snapshot = view.snapshot();
        int total = snapshot.clients().size();
        JsonText json = new JsonText(256 + listed.json.length())
                .object()
                .member("status", "healthy")
                .member("uptime_seconds", uptimeSeconds)
                .member("connected_clients", total)
                .member("active_sessions", snapshot.activeSessions())
                .name("online_clients")
                .raw(listed.json);
        if (total > mostIds) {
            json.member("online_clients_truncated", true);
        }
        json.member("device_count", snapshot.deviceCount())
                .member("constellation_count", snapshot.constellationCount())
                .member("version", version)
                .endObject();
        return new Encoded(snapshot, uptimeSeconds, Reply.ok(json));
    }

    private Ids idsOf(ClientList clients) {
        List<RegisteredClient> listed = clients.all().subList(0, Math.min(mostIds, clients.size()));
        JsonText json = new JsonText(16 + 24 * listed.size()).array();
        listed.forEach(client -> json.value(client.id()));
        return new Ids(clients.identity(), json.endArray().toString());
    }
}
