package io.agentserver.server.session;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.TaskResult;
import io.agentserver.server.hub.Timing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results in the order in which they came, up to a number, a size and an age; the oldest go first. They lie in a log as
 * bytes, because results outlive many collections and each one kept as objects would lengthen their pauses. Each record
 * tells where the one before it in its hash bucket is; whoever follows these stops at what is no longer held, so that
 * removing the oldest needs no search. Any thread may call it.
 */
final class ResultLog {

    /** Longer results are few, and stay the objects they came as: to copy them would cost more than that. */
    private static final int LONGEST_COPIED = 32 * 1_024;

    private static final int FEWEST_SEGMENT_BYTES = 2 * LONGEST_COPIED;
    private static final int MOST_BUCKETS = 1 << 15;
    private static final long NOWHERE = -1;

    // Where in a record what is; the result itself follows.
    private static final int EXPIRES_AT = 0;
    private static final int CHAIN_BYTES = 2 * Long.BYTES;
    private static final int SESSION_CHAIN = EXPIRES_AT + Long.BYTES;
    private static final int NAME_CHAIN = SESSION_CHAIN + CHAIN_BYTES;
    private static final int RESULT = NAME_CHAIN + CHAIN_BYTES;

    private final int mostResults;
    private final long mostBytes;
    private final long lifetimeNanos;
    private final Timing timing;
    private final PurgeTimer purges;
    private final SegmentedLog log;
    private final Chain sessions;
    private final Chain names;
    private final ByteBuf record = Unpooled.buffer(RESULT);

    /** Those not copied, by the position of their record. */
    private final Map<Long, Uncopied> uncopied = new HashMap<>();

    private int results;
    private long bytes;

    private record Uncopied(TaskResult result, long bytes) {}

    ResultLog(AgentServerConfig.Sessions config, Timing timing) {
        this.mostResults = config.results();
        this.mostBytes = config.resultsBytes();
        this.lifetimeNanos = config.resultTtl().toNanos();
        this.timing = timing;
        this.purges = new PurgeTimer(timing, this::purge);
        this.log = new SegmentedLog(
                (int) Math.max(FEWEST_SEGMENT_BYTES, Math.min(mostBytes, SegmentedLog.MOST_SEGMENT_BYTES)));
        KeyHash hash = new KeyHash(new SecureRandom());
        int buckets = Integer.highestOneBit(Math.max(1, Math.min(mostResults, MOST_BUCKETS)));
        this.sessions = new Chain(SESSION_CHAIN, buckets, hash, SessionInfo::sessionId);
        this.names = new Chain(NAME_CHAIN, buckets, hash, SessionInfo::taskName);
    }

    /**
     * Keeps the result, the newest from now on.
     *
     * @return false when it alone takes more than all may together: it is not kept then, rather than all others for its sake
     */
    synchronized boolean add(TaskResult result) {
        long length = mostLengthBytes(result);
        boolean copied = length <= LONGEST_COPIED;
        long now = now();
        record.clear().writeLong(now + lifetimeNanos);
        sessions.write(result.session());
        names.write(result.session());
        if (copied) {
            ResultCodec.write(result, record);
        }
        long added = record.readableBytes() + (copied ? 0 : length);
        if (added > mostBytes) {
            return false;
        }
        long position = log.append(record);
        sessions.append(position);
        names.append(position);
        if (!copied) {
            uncopied.put(position, new Uncopied(result, length));
        }
        results++;
        bytes += added;
        trim(now);
        purgeLater(now);
        return true;
    }

    /** The result of that session, or null when there is none any more. */
    synchronized @Nullable TaskResult findBySession(String sessionId) {
        trim(now());
        return sessions.find(sessionId);
    }

    /** The newest result of that task name, or null when there is none any more. */
    synchronized @Nullable TaskResult findByName(String taskName) {
        trim(now());
        return names.find(taskName);
    }

    private synchronized void purge() {
        long now = now();
        trim(now);
        purgeLater(now);
    }

    private void purgeLater(long now) {
        if (!log.isEmpty()) {
            purges.wakeIn(expiryOfOldest() - now);
        }
    }

    private void trim(long now) {
        while (!log.isEmpty() && (results > mostResults || bytes > mostBytes || expiryOfOldest() - now <= 0)) {
            removeOldest();
        }
    }

    private void removeOldest() {
        long position = log.oldest();
        Uncopied other = uncopied.remove(position);
        bytes -= log.read(position).readableBytes() + (other == null ? 0 : other.bytes());
        results--;
        log.removeOldest();
    }

    private long expiryOfOldest() {
        return log.read(log.oldest()).getLong(EXPIRES_AT);
    }

    private long now() {
        return timing.nanoTime().getAsLong();
    }

    private TaskResult resultIn(ByteBuf found, long position) {
        Uncopied other = uncopied.get(position);
        return other == null ? ResultCodec.read(found.readerIndex(RESULT)) : other.result();
    }

    /** What its texts and values take at most. */
    private static long mostLengthBytes(TaskResult result) {
        SessionInfo session = result.session();
        long characters = (long) session.request().length()
                + session.taskName().length()
                + session.sessionId().length()
                + session.deviceId().length()
                + length(session.requesterId())
                + length(session.error());
        return result.result().lengthBytes() + Character.BYTES * characters;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The way to a result by one of its texts: the newest record of each bucket, and from each record the one before. */
    private final class Chain {

        private final int hashAt;
        private final int beforeAt;
        private final long[] newest;
        private final KeyHash hash;
        private final Function<SessionInfo, String> key;

        Chain(int at, int buckets, KeyHash hash, Function<SessionInfo, String> key) {
            this.hashAt = at;
            this.beforeAt = at + Long.BYTES;
            this.newest = new long[buckets];
            this.hash = hash;
            this.key = key;
            Arrays.fill(newest, NOWHERE);
        }

        private int bucket(long hashed) {
            return (int) hashed & newest.length - 1;
        }

        /** Writes its part of the record. */
        void write(SessionInfo session) {
            long hashed = hash.of(key.apply(session));
            record.writeLong(hashed).writeLong(newest[bucket(hashed)]);
        }

        /** The record has been appended there. */
        void append(long position) {
            newest[bucket(log.read(position).getLong(hashAt))] = position;
        }

        @Nullable
        TaskResult find(String wanted) {
            long hashed = hash.of(wanted);
            long position = newest[bucket(hashed)];
            while (log.holds(position)) {
                ByteBuf found = log.read(position);
                long before = found.getLong(beforeAt);
                if (found.getLong(hashAt) == hashed) {
                    TaskResult result = resultIn(found, position);
                    if (wanted.equals(key.apply(result.session()))) {
                        return result;
                    }
                }
                position = before;
            }
            return null;
        }
    }
}
