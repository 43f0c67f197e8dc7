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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@code GET /api/clients} (contract 4.3), with filters and pages. A client is encoded once. Where there are many, that is done
 * away from the event loops, which have heartbeats to answer meanwhile.
 */
final class ClientsEndpoint implements Endpoint {

    /** Clients from which on encoding them takes too long for an event loop. */
    static final int MANY = 1_000;

    /** The one duration for which Reactor's cache sets no timer, which would keep the clients alive as long. */
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    /** A list and its lines, which are made once, for the first who asks. */
    private record Encoded(Object identity, Mono<ClientLines> lines) {}

    /** The whole list at some second. */
    private record Whole(ClientLines lines, long second, Reply reply) {}

    private final Snapshots snapshots;
    private final Scheduler aside;
    private final Clock clock;
    private final AtomicReference<@Nullable Encoded> latest = new AtomicReference<>();
    private volatile @Nullable ClientLines latestLines;
    private volatile @Nullable Whole whole;

    /** @param aside where many clients are encoded */
    ClientsEndpoint(Snapshots snapshots, Scheduler aside, Clock clock) {
        this.snapshots = snapshots;
        this.aside = aside;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        if (call.query().isEmpty()) {
            return later(lines(snapshots.view().clients()).map(this::whole));
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
        ClientList clients = snapshots.view().clients();
        Mono<ClientLines> lines = lines(clients);
        return later((clients.size() < MANY ? lines : lines.publishOn(aside)).map(all -> page(clients, all, filter)));
    }

    private static Answer later(Mono<Reply> reply) {
        return new Answer.Later(
                reply.onErrorResume(RejectedExecutionException.class, e -> Mono.just(Refusal.TOO_MANY_READS.reply())));
    }

    private Mono<ClientLines> lines(ClientList clients) {
        Encoded known = latest.get();
        if (known != null && known.identity == clients.identity()) {
            return known.lines;
        }
        Mono<ClientLines> encoding = Mono.fromSupplier(() -> encode(clients));
        Mono<ClientLines> lines = (clients.size() < MANY ? encoding : encoding.subscribeOn(aside))
                // What could not be made is tried again by the next who asks.
                .cache(made -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
        latest.compareAndSet(known, new Encoded(clients.identity(), lines));
        return lines;
    }

    private ClientLines encode(ClientList clients) {
        ClientLines lines = ClientLines.of(clients.all(), latestLines);
        latestLines = lines;
        Encoded current = latest.get();
        if (current != null && current.identity == clients.identity()) {
            // What was to encode them would keep the clients alive.
            latest.compareAndSet(current, new Encoded(current.identity, Mono.just(lines)));
        }
        return lines;
    }

    private Reply whole(ClientLines lines) {
        Instant now = clock.instant();
        Whole known = whole;
        if (known == null || known.lines != lines || known.second != now.getEpochSecond()) {
            Reply reply = Reply.ok(lines.payload(now, lines.size(), null));
            known = new Whole(lines, now.getEpochSecond(), reply);
            whole = known;
        }
        return known.reply;
    }

    private Reply page(ClientList clients, ClientLines all, ClientFilter filter) {
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
        return Reply.ok(ClientLines.of(page, all).payload(clock.instant(), total, next));
    }

    /** The members of contract 4.3. */
    static void write(JsonText json, ClientInfo client, Instant now) {
        writeFixed(json, client);
        json.member("uptime_seconds", secondsBetween(client.connectedAt(), now));
    }

    /** Those that never change. */
    static void writeFixed(JsonText json, ClientInfo client) {
        json.member("client_id", client.clientId())
                .member("type", client.type().wire())
                .member("platform", client.platform())
                .member("connected_at", client.connectedAt());
    }

    private static long secondsBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
