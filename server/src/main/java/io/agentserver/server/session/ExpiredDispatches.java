package io.agentserver.server.session;

import io.agentserver.server.hub.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches that ended before their device began them. A device that was merely slow asks for such a task later; it is
 * refused, because the one who dispatched it may have tried again (decisions, "Dispatch nobody answers").
 */
final class ExpiredDispatches {

    private static final int MOST = 100_000;
    private static final long MOST_CHARACTERS = 16_777_216;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private record Key(String deviceId, String idOrName) {
        int length() {
            return deviceId.length() + idOrName.length();
        }
    }

    private final BoundedCache<Key, Key> keys;

    ExpiredDispatches(Timing timing) {
        this.keys = new BoundedCache<>(MOST, MOST_CHARACTERS, REMEMBERED, Key::length, timing);
    }

    void add(Session session) {
        String deviceId = session.device().id();
        remember(new Key(deviceId, session.order().taskName()));
        remember(new Key(deviceId, session.id()));
    }

    /** Whether a device's TASK is a late answer to one of them. */
    boolean contains(String deviceId, @Nullable String sessionId, String taskName) {
        return keys.get(new Key(deviceId, sessionId == null ? taskName : sessionId)) != null;
    }

    private void remember(Key key) {
        keys.put(key, key);
    }
}
