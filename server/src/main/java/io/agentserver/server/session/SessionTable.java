package io.agentserver.server.session;

import io.agentserver.server.hub.RegisteredClient;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by id, by device and by requester, and counts them against their limit. An entry of a client lives no
 * longer than the client: it is made only while the client is there and taken out when it goes.
 */
final class SessionTable {

    private final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RegisteredClient, DeviceWork> byDevice = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RegisteredClient, Set<Session>> byRequester = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final SessionCounts counts = new SessionCounts();
    private final Function<RegisteredClient, DeviceWork> newWork;

    SessionTable(Function<RegisteredClient, DeviceWork> newWork) {
        this.newWork = newWork;
    }

    @Nullable
    Session find(String sessionId) {
        return byId.get(sessionId);
    }

    Collection<Session> all() {
        return byId.values();
    }

    int count() {
        return count.get();
    }

    SessionCounts counts() {
        return counts;
    }

    /** Takes a place among all sessions; false when there is none. Whoever takes one gives it back. */
    boolean takePlace(int limit) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void givePlaceBack() {
        count.decrementAndGet();
    }

    /** The device's work; null when the device is gone. */
    @Nullable
    DeviceWork work(RegisteredClient device) {
        DeviceWork work = byDevice.get(device);
        return work != null
                ? work
                : byDevice.compute(device, (key, known) -> {
                    if (known != null) {
                        return known;
                    }
                    return key.gone() ? null : newWork.apply(key);
                });
    }

    /** The device's work if it ever had any. */
    @Nullable
    DeviceWork knownWork(RegisteredClient device) {
        return byDevice.get(device);
    }

    /** Enters a session under its id: null, or the one that has the id already. */
    @Nullable
    Session enter(Session session) {
        return byId.putIfAbsent(session.id(), session);
    }

    /** Enters a session for its requester; false when the requester is gone. */
    boolean enterFor(RegisteredClient requester, Session session) {
        boolean[] entered = new boolean[1];
        byRequester.compute(requester, (key, known) -> {
            entered[0] = !key.gone();
            if (key.gone()) {
                return known;
            }
            Set<Session> owned = known == null ? new HashSet<>(2) : known;
            owned.add(session);
            return owned;
        });
        return entered[0];
    }

    /** Takes a session out everywhere but from its device's work. */
    void remove(Session session) {
        if (byId.remove(session.id(), session)) {
            givePlaceBack();
        }
        RegisteredClient requester = session.requester();
        if (requester != null) {
            byRequester.computeIfPresent(requester, (key, owned) -> {
                owned.remove(session);
                return owned.isEmpty() ? null : owned;
            });
        }
    }

    /** Takes out what a client that is gone executed. */
    @Nullable
    DeviceWork removeWork(RegisteredClient device) {
        return byDevice.remove(device);
    }

    /** Takes out what a client that is gone asked for. */
    List<Session> removeRequested(RegisteredClient requester) {
        Set<Session> owned = byRequester.remove(requester);
        return owned == null ? List.of() : List.copyOf(owned);
    }
}
