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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@code GET /api/clients} (contract 4.3), with filters and pages. The whole list is encoded once for everybody who asks
 * within a second, unless it changes. Where there are many clients, answers are made away from the event loops, which have
 * heartbeats to answer meanwhile.
 */
final class ClientsEndpoint implements Endpoint {

    /** Clients from which on an answer takes too long for an event loop. */
    static final int MANY = 1_000;

    /** What one client takes, more or less. */
    private static final int CLIENT_BYTES = 160;

    private static final Duration FOREVER = Duration.ofDays(1);

    /** An answer that is made once, by the first who asks for it. */
    private record Encoded(ClientList clients, long second, Mono<Reply> made) {}

    private final Snapshots snapshots;
    private final Scheduler aside;
    private final Clock clock;
    private final AtomicReference<@Nullable Encoded> latest = new AtomicReference<>();

    /** @param aside where long answers are made */
    ClientsEndpoint(Snapshots snapshots, Scheduler aside, Clock clock) {
        this.snapshots = snapshots;
        this.aside = aside;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        ClientList clients = snapshots.view().clients();
        if (call.query().isEmpty()) {
            return answer(clients, all(clients));
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
        return answer(clients, made(clients, () -> page(clients, filter)));
    }

    private static Answer answer(ClientList clients, Mono<Reply> made) {
        return new Answer.Later(
                made.onErrorResume(RejectedExecutionException.class, e -> Mono.just(Refusal.TOO_MANY_READS.reply())));
    }

    private Mono<Reply> made(ClientList clients, Supplier<Reply> encoding) {
        Mono<Reply> made = Mono.fromSupplier(encoding);
        return clients.size() < MANY ? made : made.subscribeOn(aside);
    }

    private Mono<Reply> all(ClientList clients) {
        Instant now = clock.instant();
        Encoded known = latest.get();
        if (known != null && known.clients == clients && known.second == now.getEpochSecond()) {
            return known.made;
        }
        Mono<Reply> made = made(clients, () -> encode(clients.all(), clients.size(), null, now))
                // What could not be made is tried again by the next who asks.
                .cache(reply -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
        latest.compareAndSet(known, new Encoded(clients, now.getEpochSecond(), made));
        return made;
    }

    private Reply page(ClientList clients, ClientFilter filter) {
        List<RegisteredClient> page = new ArrayList<>();
        int total = 0;
        boolean more = false;
        for (RegisteredClient client : clients.all()) {
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
        List<byte[]> pieces = new ArrayList<>();
        JsonText json = new JsonText(Math.min(Payload.PIECE_BYTES, 64 + CLIENT_BYTES * clients.size()));
        json.object().name("clients").array();
        for (RegisteredClient client : clients) {
            json.object();
            write(json, client.info(), now);
            json.endObject();
            cutInto(pieces, json);
        }
        json.endArray().member("total", total).name("online_clients").array();
        for (RegisteredClient client : clients) {
            json.value(client.id());
            cutInto(pieces, json);
        }
        json.endArray();
        if (next != null) {
            json.member("next_cursor", next);
        }
        pieces.add(json.endObject().utf8());
        return Reply.ok(new Payload(pieces));
    }

    /** So that no array is a large object, however many clients there are. */
    private static void cutInto(List<byte[]> pieces, JsonText json) {
        if (json.length() > Payload.PIECE_BYTES - CLIENT_BYTES) {
            pieces.add(json.cut());
        }
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
