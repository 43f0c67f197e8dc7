package io.agentserver.server.state;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ServerStatistics;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one view that all readers share. It is rebuilt by whoever reads it after a change: at every read up to so many
 * clients, which makes it exact, and at most every 100 ms above, which keeps readers from sorting thousands of clients
 * again and again. Statistics, which cost more, are renewed once a second on the timer's thread. Any thread may read;
 * nobody waits.
 */
public final class Snapshots implements ServerObserver {

    private static final Duration PACE = Duration.ofMillis(100);

    /** The timer looks twice as often as readers need, so that it is the timer that sorts thousands of clients. */
    private static final Duration LOOK = PACE.dividedBy(2);

    private static final long STATISTICS_NANOS = Duration.ofSeconds(1).toNanos();

    /** A view, the changes that it includes, and when it was taken. */
    private record Taken(View view, long clientChange, long sessionChange, long atNanos) {}

    private final int exactUpTo;
    private final ClientRegistry registry;
    private final Supplier<Map<SessionState, Integer>> sessions;
    private final Supplier<ServerStatistics> measured;
    private final Timing timing;
    private final AtomicLong clientChanges = new AtomicLong();
    private final AtomicLong sessionChanges = new AtomicLong();
    private final AtomicBoolean rebuilding = new AtomicBoolean();
    /** What those wait for who asked for fresh statistics; null when nobody waits. */
    private final AtomicReference<@Nullable Mono<StateSnapshot>> awaited = new AtomicReference<>();

    private final Sinks.Many<StateSnapshot> published = Sinks.many().replay().latest();
    private volatile ServerStatistics statistics;
    private volatile long statisticsAt;
    private volatile Taken taken;
    private volatile @Nullable Disposable ticking;

    /** Of the timer's thread alone, as the next. */
    private @Nullable StateSnapshot lastPublished;

    private long lastPublishedAt;

    /**
     * @param exactUpTo clients up to which every read is exact
     * @param sessions how many sessions stand in each state that has not ended
     * @param measured computes the statistics anew
     */
    public Snapshots(
            int exactUpTo,
            ClientRegistry registry,
            Supplier<Map<SessionState, Integer>> sessions,
            Supplier<ServerStatistics> measured,
            Timing timing) {
        this.exactUpTo = exactUpTo;
        this.registry = registry;
        this.sessions = sessions;
        this.measured = measured;
        this.timing = timing;
        this.statistics = measured.get();
        this.statisticsAt = now();
        this.taken = take(new ClientList(registry.all()), 0, 0);
    }

    /** Begins to publish; {@link #stop()} ends it. */
    public void start() {
        long pace = LOOK.toNanos();
        ticking = timing.scheduler().schedulePeriodically(this::tick, 0, pace, TimeUnit.NANOSECONDS);
    }

    /** Ends the stream of snapshots; the view can still be read. */
    public void stop() {
        Disposable timer = ticking;
        if (timer != null) {
            timer.dispose();
        }
        // Called once; a FAIL_TERMINATED could only mean that the stream has ended.
        published.tryEmitComplete();
    }

    /** The view now. The same object as long as nothing changed. */
    public View view() {
        Taken latest = taken;
        if (isCurrent(latest)) {
            return latest.view;
        }
        if (registry.size() <= exactUpTo) {
            return rebuild(latest);
        }
        boolean rested = now() - latest.atNanos >= PACE.toNanos();
        if (rested && rebuilding.compareAndSet(false, true)) {
            try {
                return rebuild(latest);
            } finally {
                rebuilding.set(false);
            }
        }
        return latest.view;
    }

    /** Who is connected, what runs, what was measured. */
    public StateSnapshot current() {
        return view().snapshot();
    }

    /**
     * The same with statistics of this very moment; computed on the timer's thread, once for all who ask before that begins.
     */
    public Mono<StateSnapshot> fresh() {
        return Mono.defer(() -> {
            Mono<StateSnapshot> next = awaited.get();
            if (next != null) {
                return next;
            }
            Mono<StateSnapshot> mine = Mono.fromSupplier(this::renew)
                    .subscribeOn(timing.scheduler())
                    .cache();
            return awaited.compareAndSet(null, mine) ? mine : fresh();
        });
    }

    /**
     * The latest snapshot at once, then every later one: at most one in 100 ms, and only after a change. A subscriber that
     * does not keep up misses those in between. Emits on the timer's thread: move on with {@code publishOn} before doing
     * anything that takes long. Completes when the server stops.
     */
    public Flux<StateSnapshot> snapshots() {
        return published.asFlux().onBackpressureLatest();
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        clientChanges.incrementAndGet();
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        clientChanges.incrementAndGet();
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        sessionChanges.incrementAndGet();
    }

    private void tick() {
        Taken before = taken;
        boolean renew = now() - statisticsAt >= STATISTICS_NANOS;
        if (renew) {
            renewStatistics();
        }
        boolean moved = !isCurrent(before) || before.view.snapshot().statistics() != statistics;
        if (moved) {
            rebuild(before);
        }
        StateSnapshot latest = taken.view.snapshot();
        boolean rested = lastPublished == null || now() - lastPublishedAt >= PACE.toNanos();
        if (latest != lastPublished && rested) {
            lastPublished = latest;
            lastPublishedAt = now();
            // The timer's thread emits alone; without subscribers the sink keeps the value for the next one.
            published.tryEmitNext(latest);
        }
    }

    private StateSnapshot renew() {
        // First: whoever asks from now on wants what happens from now on.
        awaited.set(null);
        renewStatistics();
        return rebuild(taken).snapshot();
    }

    private void renewStatistics() {
        ServerStatistics renewed = measured.get();
        statisticsAt = now();
        if (!renewed.equals(statistics)) {
            statistics = renewed;
        }
    }

    /** The hub counts a client before it tells observers: the size shows what they have not been told yet. */
    private boolean isCurrent(Taken latest) {
        return latest.clientChange == clientChanges.get()
                && latest.sessionChange == sessionChanges.get()
                && latest.view.clients().size() == registry.size();
    }

    private View rebuild(Taken known) {
        long clientChange = clientChanges.get();
        long sessionChange = sessionChanges.get();
        ClientList clients = known.view.clients();
        if (clientChange != known.clientChange || clients.size() != registry.size()) {
            clients = new ClientList(registry.all());
        }
        Taken fresh = take(clients, clientChange, sessionChange);
        Taken latest = taken;
        // Of two that were taken at once either may stay; an older one is noticed by its changes at the next read.
        if (fresh.clientChange >= latest.clientChange && fresh.sessionChange >= latest.sessionChange) {
            taken = fresh;
        }
        return fresh.view;
    }

    private Taken take(ClientList clients, long clientChange, long sessionChange) {
        StateSnapshot snapshot = new StateSnapshot(
                timing.clock().instant(),
                clients.infos(),
                clients.byType(),
                clients.byPlatform(),
                sessions.get(),
                statistics);
        return new Taken(new View(clients, snapshot), clientChange, sessionChange, now());
    }

    private long now() {
        return timing.nanoTime().getAsLong();
    }
}
