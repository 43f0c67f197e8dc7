package io.agentserver.server.session;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.TaskResult;
import io.agentserver.server.hub.Timing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results in the order in which they came, up to a number, a size and an age; the oldest go first. They lie in a log as
 * bytes, because results outlive many collections and each one kept as objects would lengthen their pauses. Any thread may
 * call it.
 */
final class ResultLog {

    /** Longer results are few, and stay the objects they came as: to copy them would cost more than that. */
    private static final int LONGEST_COPIED = 32 * 1_024;

    private static final int FEWEST_SEGMENT_BYTES = 2 * LONGEST_COPIED;

    /** There are about as many buckets as results, unless somebody wants to keep very many. */
    private static final int MOST_BUCKETS = 1 << 18;

    /** A guess, for the number of buckets. */
    private static final int USUAL_BYTES = 256;

    // Where in a record what is; the result itself follows, unless it is not copied.
    private static final int EXPIRES_AT = 0;
    private static final int TAKES_BYTES = EXPIRES_AT + Long.BYTES;
    private static final int SESSION_LINK = TAKES_BYTES + Long.BYTES;
    private static final int NAME_LINK = SESSION_LINK + RecordChains.LINK_BYTES;
    private static final int RESULT = NAME_LINK + RecordChains.LINK_BYTES;

    private final int mostResults;
    private final long mostBytes;
    private final long lifetimeNanos;
    private final Timing timing;
    private final PurgeTimer purges;
    private final KeyHash hash = new KeyHash(new SecureRandom());
    private final SegmentedLog log;
    private final RecordChains sessions;
    private final RecordChains names;
    private final ByteBuf record = Unpooled.buffer(2 * USUAL_BYTES);

    /** Those not copied, by the position of their record. */
    private final Map<Long, TaskResult> uncopied = new HashMap<>();

    private int results;
    private long bytes;

    /** What a search has found: the bytes of a result, or the result. */
    private record Found(@Nullable ByteBuf bytes, @Nullable TaskResult result) {}

    ResultLog(AgentServerConfig.Sessions config, Timing timing) {
        this.mostResults = config.results();
        this.mostBytes = config.resultsBytes();
        this.lifetimeNanos = config.resultTtl().toNanos();
        this.timing = timing;
        this.purges = new PurgeTimer(timing, this::purge);
        this.log = new SegmentedLog(
                (int) Math.max(FEWEST_SEGMENT_BYTES, Math.min(mostBytes, SegmentedLog.MOST_SEGMENT_BYTES)));
        long mostRecords = Math.min(mostResults, mostBytes / USUAL_BYTES + 1);
        int buckets = Integer.highestOneBit((int) Math.min(mostRecords, MOST_BUCKETS));
        this.sessions = new RecordChains(log, SESSION_LINK, buckets);
        this.names = new RecordChains(log, NAME_LINK, buckets);
    }

    /**
     * Keeps the result, the newest from now on of its session and of its task name.
     *
     * @return false when it alone takes more than all may together: it is not kept then, rather than all others for its sake
     */
    boolean add(TaskResult result) {
        long length = mostLengthBytes(result);
        if (RESULT + length > mostBytes) {
            return false;
        }
        long session = hash.of(result.session().sessionId());
        long name = hash.of(result.session().taskName());
        add(result, length, session, name);
        return true;
    }

    private synchronized void add(TaskResult result, long length, long session, long name) {
        boolean copied = length <= LONGEST_COPIED;
        long now = now();
        record.clear().writeLong(now + lifetimeNanos).writeLong(0);
        sessions.writeLink(record, session);
        names.writeLink(record, name);
        if (copied) {
            ResultCodec.write(result, record);
        }
        long takes = record.readableBytes() + (copied ? 0 : length);
        record.setLong(TAKES_BYTES, takes);
        long position = log.append(record);
        results++;
        bytes += takes;
        if (!copied) {
            uncopied.put(position, result);
        }
        sessions.link(session, position);
        names.link(name, position);
        trim(now);
        purgeLater(now);
    }

    /** Finds nothing any more by that session and that task name. */
    void forget(SessionInfo ended) {
        long session = hash.of(ended.sessionId());
        long name = hash.of(ended.taskName());
        synchronized (this) {
            sessions.unlink(session);
            names.unlink(name);
        }
    }

    /** The newest result of that session, or null when there is none any more. */
    @Nullable
    TaskResult findBySession(String sessionId) {
        return find(sessions, sessionId, SessionInfo::sessionId);
    }

    /** The newest result of that task name, or null when there is none any more. */
    @Nullable
    TaskResult findByName(String taskName) {
        return find(names, taskName, SessionInfo::taskName);
    }

    private @Nullable TaskResult find(RecordChains chains, String wanted, Function<SessionInfo, String> key) {
        TaskResult result = read(search(chains, hash.of(wanted)));
        return result == null || !key.apply(result.session()).equals(wanted) ? null : result;
    }

    private synchronized @Nullable Found search(RecordChains chains, long hashed) {
        trim(now());
        long position = chains.find(hashed);
        if (!log.holds(position)) {
            return null;
        }
        ByteBuf found = log.read(position);
        return found.readableBytes() == RESULT
                ? new Found(null, uncopied.get(position))
                : new Found(found.copy(RESULT, found.readableBytes() - RESULT), null);
    }

    /** Without the lock: a result of 32 KiB takes a while to read. */
    private static @Nullable TaskResult read(@Nullable Found found) {
        if (found == null) {
            return null;
        }
        return found.bytes() == null ? found.result() : ResultCodec.read(found.bytes());
    }

    private synchronized void purge() {
        long now = now();
        trim(now);
        purgeLater(now);
    }

    private void purgeLater(long now) {
        if (!log.isEmpty()) {
            purges.wakeIn(log.read(log.oldest()).getLong(EXPIRES_AT) - now);
        }
    }

    private void trim(long now) {
        while (!log.isEmpty()) {
            ByteBuf oldest = log.read(log.oldest());
            boolean over = results > mostResults || bytes > mostBytes;
            if (!over && oldest.getLong(EXPIRES_AT) - now > 0) {
                return;
            }
            results--;
            bytes -= oldest.getLong(TAKES_BYTES);
            if (oldest.readableBytes() == RESULT) {
                uncopied.remove(log.oldest());
            }
            log.removeOldest();
        }
    }

    private long now() {
        return timing.nanoTime().getAsLong();
    }

    /** What it takes at most. */
    private static long mostLengthBytes(TaskResult result) {
        SessionInfo session = result.session();
        long characters = (long) session.request().length()
                + session.taskName().length()
                + session.sessionId().length()
                + session.deviceId().length()
                + length(session.requesterId())
                + length(session.error());
        return ResultCodec.MOST_FIXED_BYTES + result.result().lengthBytes() + Character.BYTES * characters;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
