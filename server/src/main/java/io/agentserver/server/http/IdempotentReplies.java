package io.agentserver.server.http;

import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.session.BoundedCache;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a repeated request with what the first one got, so that a caller may repeat one whose answer was lost. Only what
 * succeeded is kept: a refused request has done nothing, and may be repeated with the same key until it succeeds. Any
 * thread; of two that come at once the second waits for the first, which takes no longer than handing over a task.
 */
final class IdempotentReplies {

    private static final int MOST = 10_000;
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final AsciiString REPLAYED = AsciiString.cached("idempotent-replayed");

    /** Guarded by itself. */
    private static final class Entry {
        private byte @Nullable [] digest;
        private @Nullable Reply reply;
    }

    private final BoundedCache<String, Entry> entries;

    IdempotentReplies(Timing timing) {
        this.entries = new BoundedCache<>(MOST, KEPT, timing);
    }

    /** The reply to the first request of that key; 422 when that had another body. */
    Reply reply(String key, byte[] body, Supplier<Reply> first) {
        byte[] digest = digest(body);
        Entry entry = entries.getOrPut(key, new Entry());
        synchronized (entry) {
            Reply known = entry.reply;
            if (known != null) {
                return MessageDigest.isEqual(entry.digest, digest)
                        ? known.with(REPLAYED, "true")
                        : Reply.refused(
                                HttpResponseStatus.UNPROCESSABLE_ENTITY,
                                "Idempotency-Key was used with another body",
                                Rejection.BAD_REQUEST);
            }
            Reply reply = first.get();
            if (reply.status().equals(HttpResponseStatus.OK)) {
                entry.digest = digest;
                entry.reply = reply;
                // The time counts from the success, not from an attempt before it.
                entries.put(key, entry);
            }
            return reply;
        }
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not in this JVM (expected: in every one)", e);
        }
    }
}
