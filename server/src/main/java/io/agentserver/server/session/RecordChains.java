package io.agentserver.server.session;

import io.netty.buffer.ByteBuf;

/**
 * Finds records of a log by the hash of a key. A bucket knows its newest record, and each record tells where the one before
 * it is; whoever follows them stops at what the log no longer holds, so removing the oldest needs no search. Of records of
 * one hash only the newest is linked, so a key that comes again and again makes no chain longer. Confined by its owner.
 */
final class RecordChains {

    /** What each record has for it: the hash, and where the record before is. */
    static final int LINK_BYTES = 2 * Long.BYTES;

    private final SegmentedLog log;
    private final int hashAt;
    private final int beforeAt;
    private final long[] newest;

    /**
     * @param linkAt where in a record its link is
     * @param buckets a power of two
     */
    RecordChains(SegmentedLog log, int linkAt, int buckets) {
        this.log = log;
        this.hashAt = linkAt;
        this.beforeAt = linkAt + Long.BYTES;
        this.newest = new long[buckets];
    }

    /** Writes the link of a record that is to be appended; nothing must come between. */
    void writeLink(ByteBuf record, long hash) {
        unlink(hash);
        record.writeLong(hash).writeLong(newest[bucket(hash)]);
    }

    /** The record has been appended there. */
    void link(long hash, long position) {
        newest[bucket(hash)] = position;
    }

    /** Where the record of that hash is, or where the log holds nothing. */
    long find(long hash) {
        long position = newest[bucket(hash)];
        while (log.holds(position)) {
            ByteBuf record = log.read(position);
            if (record.getLong(hashAt) == hash) {
                return position;
            }
            position = record.getLong(beforeAt);
        }
        return SegmentedLog.NOWHERE;
    }

    /** Finds the record of that hash no more. */
    void unlink(long hash) {
        long position = find(hash);
        if (!log.holds(position)) {
            return;
        }
        long before = log.read(position).getLong(beforeAt);
        int bucket = bucket(hash);
        if (newest[bucket] == position) {
            newest[bucket] = before;
            return;
        }
        ByteBuf after = log.read(newest[bucket]);
        while (after.getLong(beforeAt) != position) {
            after = log.read(after.getLong(beforeAt));
        }
        after.setLong(beforeAt, before);
    }

    private int bucket(long hash) {
        return (int) hash & newest.length - 1;
    }
}
