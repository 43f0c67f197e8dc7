package io.agentserver.server.state;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ServerEvent;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.ServerObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * The latest events, in a ring. Writers put an event in its place and go on; readers follow at their own pace with a
 * position of their own, so that no reader has a queue, and one that falls behind the ring misses events instead of holding
 * up anybody. Any thread may write.
 */
public final class EventJournal implements ServerObserver {

    /** How many events a reader may be behind, or may have missed while it was away. */
    static final int CAPACITY = 4_096;

    /** What the texts of all events may take; the latest event stays, whatever it takes. */
    static final long MOST_BYTES = 16L * 1_024 * 1_024;

    private static final int EVENT_BYTES = 256;

    private final AtomicReferenceArray<@Nullable JournalEntry> ring = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    /** Every event before this one has been forgotten. */
    private final AtomicLong firstKept = new AtomicLong(1);

    private final Set<JournalReader> readers = ConcurrentHashMap.newKeySet();
    private final Scheduler delivery;
    private volatile boolean closed;

    /** @param delivery where readers are called */
    public EventJournal(Scheduler delivery) {
        this.delivery = delivery;
    }

    /** Events from the subscription on. */
    public Flux<JournalEntry> live() {
        return Flux.defer(() -> after(lastId.get()));
    }

    /**
     * Events after that one, then those that come. An id that is too old, or was never given, begins with the oldest event
     * there is. Completes when the journal is closed.
     */
    public Flux<JournalEntry> after(long id) {
        return Flux.create(sink -> {
            JournalReader reader = new JournalReader(this, sink, id, delivery.createWorker());
            readers.add(reader);
            sink.onDispose(() -> {
                readers.remove(reader);
                reader.dispose();
            });
            sink.onRequest(n -> reader.wake());
            reader.wake();
        });
    }

    /** How many events readers have missed in all because they were too slow or away too long. */
    public long missedEvents() {
        return missed.get();
    }

    /** The id of the latest event; 0 before the first. */
    public long lastId() {
        return lastId.get();
    }

    /** The event of that id; null when it has been overwritten or is not in its place yet. */
    @Nullable
    JournalEntry entry(long id) {
        JournalEntry entry = ring.get(slot(id));
        return entry != null && entry.id() == id ? entry : null;
    }

    /** The oldest event there may be. */
    long oldestId() {
        return Math.max(firstKept.get(), lastId.get() - CAPACITY + 1);
    }

    boolean closed() {
        return closed;
    }

    void missed(long count) {
        missed.addAndGet(count);
    }

    /** No more events: completes all readers once they have read what there is. */
    public void close() {
        closed = true;
        readers.forEach(JournalReader::wake);
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        append(new ServerEvent.ClientRegistered(client));
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        append(new ServerEvent.ClientDisconnected(client, reason));
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        append(new ServerEvent.SessionChanged(session));
    }

    private void append(ServerEvent event) {
        long id = lastId.incrementAndGet();
        JournalEntry entry = new JournalEntry(id, event, 0);
        JournalEntry overwritten;
        do {
            overwritten = ring.get(slot(id));
            if (overwritten != null && overwritten.id() > id) {
                // A whole round of others came between: it is forgotten before it was written.
                return;
            }
        } while (!ring.compareAndSet(slot(id), overwritten, entry));
        long gone = overwritten == null ? 0 : weight(overwritten.event());
        if (bytes.addAndGet(weight(event) - gone) > MOST_BYTES) {
            forgetTheOldest();
        }
        if (!readers.isEmpty()) {
            readers.forEach(JournalReader::wake);
        }
    }

    /** A request or a device's description may be as long as a message, so it takes more than a number of events as a limit. */
    private void forgetTheOldest() {
        for (long id = oldestId(); bytes.get() > MOST_BYTES && id < lastId.get(); id++) {
            firstKept.accumulateAndGet(id + 1, Math::max);
            JournalEntry entry = entry(id);
            if (entry != null && ring.compareAndSet(slot(id), entry, null)) {
                bytes.addAndGet(-weight(entry.event()));
            }
        }
    }

    /** About what an event takes in memory; the same at every call. */
    private static long weight(ServerEvent event) {
        if (event instanceof ServerEvent.ClientRegistered registered) {
            return weight(registered.client());
        }
        if (event instanceof ServerEvent.ClientDisconnected gone) {
            return weight(gone.client());
        }
        SessionInfo session = ((ServerEvent.SessionChanged) event).session();
        return EVENT_BYTES
                + weight(session.request())
                + weight(session.taskName())
                + weight(session.sessionId())
                + weight(session.deviceId())
                + weight(session.requesterId())
                + weight(session.error());
    }

    private static long weight(ClientInfo client) {
        RawJson systemInfo = client.systemInfo();
        return EVENT_BYTES
                + weight(client.clientId())
                + weight(client.platform())
                + weight(client.targetId())
                + (systemInfo == null ? 0 : systemInfo.lengthBytes());
    }

    private static long weight(@Nullable String text) {
        return text == null ? 0 : 2L * text.length();
    }

    private static int slot(long id) {
        return (int) (id % CAPACITY);
    }
}
