package io.agentserver.server.http;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.state.ClientList;
import io.agentserver.server.state.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/clients} (contract 4.3), with filters and pages. The whole list is encoded once for everybody who asks
 * within a second, unless it changes.
 */
final class ClientsEndpoint implements Endpoint {

    private record Encoded(ClientList clients, long second, Reply reply) {}

    private final Snapshots snapshots;
    private final Clock clock;
    private volatile @Nullable Encoded latest;

    ClientsEndpoint(Snapshots snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        if (call.query().isEmpty()) {
            return all();
        }
        Query query = Query.parse(call.query());
        if (query == null) {
            return Refusal.MALFORMED_QUERY.reply();
        }
        ClientFilter filter;
        try {
            filter = ClientFilter.of(query);
        } catch (IllegalArgumentException e) {
            return Reply.badRequest(String.valueOf(e.getMessage()));
        }
        return page(filter);
    }

    private Reply all() {
        ClientList clients = snapshots.view().clients();
        Instant now = clock.instant();
        Encoded encoded = latest;
        if (encoded == null || encoded.clients != clients || encoded.second != now.getEpochSecond()) {
            Reply reply = encode(clients.all(), clients.size(), null, now);
            encoded = new Encoded(clients, now.getEpochSecond(), reply);
            latest = encoded;
        }
        return encoded.reply;
    }

    private Reply page(ClientFilter filter) {
        List<RegisteredClient> page = new ArrayList<>();
        int total = 0;
        boolean more = false;
        for (RegisteredClient client : snapshots.view().clients().all()) {
            if (filter.accepts(client.info())) {
                total++;
                boolean later = client.sequence() > filter.after();
                more |= later && page.size() == filter.limit();
                if (later && page.size() < filter.limit()) {
                    page.add(client);
                }
            }
        }
        String next = more ? ClientFilter.cursor(page.get(page.size() - 1)) : null;
        return encode(page, total, next, clock.instant());
    }

    private static Reply encode(List<RegisteredClient> clients, int total, @Nullable String next, Instant now) {
        JsonText json = new JsonText(64 + 160 * clients.size());
        json.object().name("clients").array();
        for (RegisteredClient client : clients) {
            json.object();
            write(json, client.info(), now);
            json.endObject();
        }
        json.endArray().member("total", total).name("online_clients").array();
        clients.forEach(client -> json.value(client.id()));
        json.endArray();
        if (next != null) {
            json.member("next_cursor", next);
        }
        return Reply.ok(json.endObject());
    }

    /** The members of contract 4.3. */
    static void write(JsonText json, ClientInfo client, Instant now) {
        json.member("client_id", client.clientId())
                .member("type", client.type().wire())
                .member("platform", client.platform())
                .member("connected_at", client.connectedAt())
                .member("uptime_seconds", secondsBetween(client.connectedAt(), now));
    }

    private static long secondsBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
