package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.net.AipDialer;
import io.agentserver.loadtest.net.AipIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one shard, or its constellations: kept connected, lent one call at a time, the one idle longest first. Calls
 * that find none idle wait in order. Confined to its shard's thread.
 */
final class Fleet implements Peer.Keeper {

    /** As many connects under way at once; more would only queue in the server's backlog. */
    private static final int MOST_CONNECTING = 100;

    /** From the TCP connect to the registration; a server that only accepts must not stop the others from coming back. */
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Wants a peer. */
    interface Borrower {

        boolean isOver();

        void lent(Peer peer);

        void notConnected();

        void refused();
    }

    private final AipDialer dialer;
    private final Shard shard;
    private final FleetCounts counts;
    private final Set<Peer> idle = new LinkedHashSet<>();
    private final ArrayDeque<Peer> toConnect = new ArrayDeque<>();
    private final ArrayDeque<Borrower> waiting = new ArrayDeque<>();
    private final List<Peer> peers = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Set<Peer> met = new HashSet<>();
    private @Nullable Consumer<Peer> listener;
    private final Map<Peer, Long> connecting = new LinkedHashMap<>();
    private boolean sweeping;
    private int registered;
    private boolean closed;

    Fleet(AipDialer dialer, Shard shard, FleetCounts counts) {
        this.dialer = dialer;
        this.shard = shard;
        this.counts = counts;
    }

    /** Adds a peer and connects it in its turn. */
    Peer add(AipIdentity identity, Personality personality) {
        Peer peer = new Peer(identity, personality, shard, counts, this);
        peers.add(peer);
        toConnect.add(peer);
        connectMore();
        return peer;
    }

    /** Hears of each peer's first registration. */
    void onFirstRegistration(Consumer<Peer> hears) {
        listener = hears;
    }

    List<Peer> peers() {
        return peers;
    }

    int registered() {
        return registered;
    }

    /** Why connections failed so far, and how often. */
    Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    private void connectMore() {
        while (!closed && connecting.size() < MOST_CONNECTING && !toConnect.isEmpty()) {
            Peer peer = toConnect.remove();
            connecting.put(peer, shard.now());
            peer.connect(dialer);
        }
        if (!closed && !sweeping && !connecting.isEmpty()) {
            sweeping = true;
            shard.scheduler().at(shard.now() + SWEEP_NANOS, this::sweep);
        }
    }

    /** Drops those that have been connecting for too long; they try again. */
    private void sweep() {
        sweeping = false;
        long due = shard.now() - CONNECT_NANOS;
        List<Peer> late = new ArrayList<>();
        connecting.forEach((peer, since) -> {
            if (since - due <= 0) {
                late.add(peer);
            }
        });
        late.forEach(Peer::drop);
        connectMore();
    }

    /** Lends the next idle peer, now or as soon as there is one. */
    void borrow(Borrower borrower) {
        Peer peer = nextIdle();
        if (peer != null) {
            borrower.lent(peer);
        } else if (registered == 0) {
            borrower.notConnected();
        } else if (!shard.mayWait()) {
            borrower.refused();
        } else {
            shard.waiting(1);
            waiting.add(borrower);
        }
    }

    private @Nullable Peer nextIdle() {
        Iterator<Peer> all = idle.iterator();
        while (all.hasNext()) {
            Peer peer = all.next();
            all.remove();
            if (peer.isIdle()) {
                return peer;
            }
        }
        return null;
    }

    @Override
    public void idle(Peer peer) {
        if (!peer.isCounted()) {
            peer.counted(true);
            connecting.remove(peer);
            registered++;
            counts.registered++;
            if (listener != null && met.add(peer)) {
                listener.accept(peer);
            }
            connectMore();
        }
        if (!peer.isIdle()) {
            return;
        }
        Borrower borrower = nextWaiting();
        if (borrower == null) {
            idle.add(peer);
        } else {
            borrower.lent(peer);
        }
    }

    private @Nullable Borrower nextWaiting() {
        Borrower borrower = waiting.poll();
        while (borrower != null) {
            shard.waiting(-1);
            if (!borrower.isOver()) {
                return borrower;
            }
            borrower = waiting.poll();
        }
        return null;
    }

    @Override
    public void ended(Peer peer, String kind) {
        idle.remove(peer);
        if (peer.isCounted()) {
            peer.counted(false);
            registered--;
            counts.lost++;
        } else {
            connecting.remove(peer);
            failures.merge(kind, 1, Integer::sum);
        }
        if (closed) {
            return;
        }
        shard.scheduler().at(shard.now() + RETRY_NANOS, () -> {
            toConnect.add(peer);
            connectMore();
        });
        connectMore();
        if (registered == 0) {
            for (Borrower borrower = nextWaiting(); borrower != null; borrower = nextWaiting()) {
                borrower.notConnected();
            }
        }
    }

    /** Drops each flaky device with that chance; it comes back by itself. */
    void dropFlaky(double chance) {
        for (Peer peer : peers) {
            if (peer.personality() == Personality.FLAKY
                    && peer.isIdle()
                    && shard.random().nextDouble() < chance) {
                peer.drop();
            }
        }
    }

    /** Sends a heartbeat from each {@code every}-th device, beginning with that one, as real ones do by themselves. */
    void heartbeats(int first, int every) {
        for (int i = first; i < peers.size(); i += every) {
            if (peers.get(i).isRegistered()) {
                peers.get(i).heartbeatUnmeasured();
            }
        }
    }

    void close() {
        closed = true;
        peers.forEach(Peer::close);
    }
}
