package io.agentserver.server.state;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * The one view that all readers share. It is rebuilt by whoever reads it after a change: at every read up to so many
 * clients, which makes it exact, and at most every 100 ms above, which keeps readers from sorting thousands of clients
 * again and again. Any thread may read; nobody waits.
 */
public final class Snapshots implements ServerObserver {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    /** A list, the change that it includes, and when it was taken. */
    private record Taken(ClientList clients, long change, long atNanos) {}

    private final int exactUpTo;
    private final ClientRegistry registry;
    private final IntSupplier activeSessions;
    private final Timing timing;
    private final AtomicLong changes = new AtomicLong();
    private final AtomicBoolean rebuilding = new AtomicBoolean();
    private volatile Taken taken;

    /**
     * @param exactUpTo clients up to which every read is exact
     * @param activeSessions how many sessions have not ended
     */
    public Snapshots(int exactUpTo, ClientRegistry registry, IntSupplier activeSessions, Timing timing) {
        this.exactUpTo = exactUpTo;
        this.registry = registry;
        this.activeSessions = activeSessions;
        this.timing = timing;
        this.taken = take();
    }

    /** Who is connected. The same object as long as nothing changed. */
    public ClientList clients() {
        Taken latest = taken;
        // The hub counts a client before it tells observers: the size shows what they have not been told yet.
        if (latest.change == changes.get() && latest.clients.size() == registry.size()) {
            return latest.clients;
        }
        if (registry.size() <= exactUpTo) {
            return publish(take());
        }
        boolean rested = timing.nanoTime().getAsLong() - latest.atNanos >= PAUSE_NANOS;
        if (rested && rebuilding.compareAndSet(false, true)) {
            try {
                return publish(take());
            } finally {
                rebuilding.set(false);
            }
        }
        return latest.clients;
    }

    /** How many sessions have not ended. */
    public int activeSessions() {
        return activeSessions.getAsInt();
    }

    /** Who is connected and what runs. */
    public StateSnapshot current() {
        ClientList clients = clients();
        return new StateSnapshot(
                timing.clock().instant(),
                clients.all().stream().map(RegisteredClient::info).toList(),
                clients.deviceCount(),
                clients.constellationCount(),
                activeSessions());
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        changes.incrementAndGet();
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        changes.incrementAndGet();
    }

    private Taken take() {
        long change = changes.get();
        return new Taken(
                new ClientList(registry.all()), change, timing.nanoTime().getAsLong());
    }

    private ClientList publish(Taken fresh) {
        Taken known = taken;
        // Of two that were taken at once either may stay; an older one is noticed by its change at the next read.
        if (fresh.change >= known.change) {
            taken = fresh;
        }
        return fresh.clients;
    }
}
