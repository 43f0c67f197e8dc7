package io.agentserver.server.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches that ended before their device began them. A device that was merely slow asks for such a task later; it is
 * refused, because the one who dispatched it may have tried again (decisions, "Dispatch nobody answers").
 */
final class ExpiredDispatches {

    private static final int MOST = 100_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private record Key(String deviceId, String idOrName) {}

    private final BoundedCache<Key, Boolean> keys;

    ExpiredDispatches(LongSupplier nanoTime) {
        this.keys = new BoundedCache<>(MOST, REMEMBERED, nanoTime);
    }

    void add(Session session) {
        String deviceId = session.device().id();
        keys.put(new Key(deviceId, session.order().taskName()), Boolean.TRUE);
        keys.put(new Key(deviceId, session.id()), Boolean.TRUE);
    }

    /** Whether a device's TASK is a late answer to one of them. */
    boolean contains(String deviceId, @Nullable String sessionId, String taskName) {
        return keys.get(new Key(deviceId, sessionId == null ? taskName : sessionId)) != null;
    }
}
