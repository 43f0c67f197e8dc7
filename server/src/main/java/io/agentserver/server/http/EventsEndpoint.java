package io.agentserver.server.http;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.ServerEvent;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.JournalEntry;
import io.agentserver.server.state.Snapshots;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Flux;

/**
 * {@code GET /api/events}: what happens, as server-sent events. {@code client} and {@code session} events have ids and can
 * be resumed from with {@code Last-Event-ID}; {@code snapshot} events tell the counts when they change. A subscriber that
 * does not keep up misses events and is told how many.
 */
final class EventsEndpoint implements Endpoint {

    /** Often enough for a reader that stands still to be seen: see {@link EventStreams}. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final String COMMENT = ": still here\n\n";
    private static final int PREFETCH = 8;
    private static final int MOST_STREAMS = 256;

    private final Semaphore places = new Semaphore(MOST_STREAMS);
    private final EventJournal journal;
    private final Snapshots snapshots;
    private final Timing timing;

    EventsEndpoint(EventJournal journal, Snapshots snapshots, Timing timing) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.timing = timing;
    }

    @Override
    public Answer answer(Call call) {
        if (!places.tryAcquire()) {
            return Refusal.TOO_MANY_STREAMS.reply();
        }
        // From the request on: the subscription comes after the head of the answer, whose reader expects everything.
        long after = lastEventId(call, journal.lastId());
        return new Answer.Stream(Flux.defer(() -> stream(after)), places::release);
    }

    /** Every source holds a few items at the most for a reader that does not ask, so nothing grows. */
    private Flux<ByteBuf> stream(long after) {
        Flux<JournalEntry> events = journal.after(after);
        Flux<String> heartbeats = Flux.interval(HEARTBEAT, timing.scheduler())
                .onBackpressureDrop()
                .map(tick -> COMMENT);
        Flux<StateSnapshot> states = snapshots.snapshots();
        // Snapshots also change with what is measured; told is what this event shows.
        Flux<String> counts = states.map(EventsEndpoint::encode).distinctUntilChanged();
        return Flux.merge(PREFETCH, events.map(EventsEndpoint::encode), counts, heartbeats)
                .takeUntilOther(states.ignoreElements())
                .map(text -> ByteBufUtil.writeUtf8(ByteBufAllocator.DEFAULT, text));
    }

    private static long lastEventId(Call call, long latest) {
        String id = call.header("last-event-id");
        try {
            return id == null ? latest : Long.parseLong(id.strip());
        } catch (NumberFormatException e) {
            return latest;
        }
    }

    private static String encode(JournalEntry entry) {
        StringBuilder out = new StringBuilder(384);
        if (entry.missed() > 0) {
            out.append(": ").append(entry.missed()).append(" events were missed\n");
        }
        out.append("id: ").append(entry.id()).append('\n');
        ServerEvent event = entry.event();
        JsonText json = new JsonText(256).object();
        if (event instanceof ServerEvent.ClientRegistered registered) {
            out.append("event: client\n");
            write(json.member("change", "registered"), registered.client());
        } else if (event instanceof ServerEvent.ClientDisconnected gone) {
            out.append("event: client\n");
            write(
                    json.member("change", "disconnected")
                            .member("reason", gone.reason().label()),
                    gone.client());
        } else if (event instanceof ServerEvent.SessionChanged changed) {
            out.append("event: session\n");
            SessionJson.write(json, changed.session());
        }
        return data(out, json.endObject());
    }

    private static String encode(StateSnapshot snapshot) {
        JsonText json = new JsonText(256)
                .object()
                .member("connected_clients", snapshot.clients().size())
                .member("active_sessions", snapshot.activeSessions())
                .name("clients_by_type")
                .object();
        snapshot.clientsByType().forEach((type, count) -> json.member(type.wire(), count));
        json.endObject().name("sessions_by_state").object();
        snapshot.sessionsByState().forEach((state, count) -> json.member(state.label(), count));
        json.endObject()
                .member("tasks_per_minute", snapshot.statistics().throughput().ratePerMinute())
                .member("stability_rate", snapshot.statistics().connections().stabilityRate())
                .endObject();
        return data(new StringBuilder("event: snapshot\n"), json);
    }

    private static void write(JsonText json, ClientInfo client) {
        json.member("client_id", client.clientId())
                .member("type", client.type().wire())
                .member("platform", client.platform())
                .member("connected_at", client.connectedAt());
    }

    private static String data(StringBuilder out, JsonText json) {
        return out.append("data: ").append(json).append("\n\n").toString();
    }
}
