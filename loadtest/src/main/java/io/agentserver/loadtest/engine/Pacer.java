package io.agentserver.loadtest.engine;

import java.util.PrimitiveIterator;

/**
 * Starts the users of an open workload at their times, whatever becomes of those before. When its thread is late it starts all
 * that are due, each with its own planned time. Of several shards each takes every so-manieth user.
 */
final class Pacer implements Shard.Source, User.Starter {

    private static final long NONE = Long.MAX_VALUE;

    /** After so many starts in one go the answers that have come meanwhile are read. */
    private static final int STARTS_IN_ONE_GO = 64;

    private final Shard shard;
    private final String scenario;
    private final Node first;
    private final PrimitiveIterator.OfLong times;
    private final int shardNumber;
    private final int shards;
    private long index;
    private long next;
    private long lastPlanned = Long.MIN_VALUE;
    private long lastStarted;
    private boolean over;

    Pacer(Shard shard, String scenario, Node first, PrimitiveIterator.OfLong times, int shardNumber, int shards) {
        this.shard = shard;
        this.scenario = scenario;
        this.first = first;
        this.times = times;
        this.shardNumber = shardNumber;
        this.shards = shards;
        this.index = -1;
        advance();
    }

    private void advance() {
        do {
            if (!times.hasNext()) {
                next = NONE;
                return;
            }
            next = times.nextLong();
            index++;
        } while (index % shards != shardNumber);
    }

    @Override
    public void start() {
        scheduleNext();
    }

    private void scheduleNext() {
        if (next == NONE) {
            over = true;
        } else {
            shard.scheduler().at(shard.startNanos() + next, this::startDue);
        }
    }

    private void startDue() {
        if (!over) {
            startUntil(shard.now(), STARTS_IN_ONE_GO);
            scheduleNext();
        }
    }

    /** Starts those planned up to then, but no more than that many. */
    private void startUntil(long limit, int most) {
        for (int i = 0; i < most && next != NONE && shard.startNanos() + next - limit <= 0; i++) {
            long planned = shard.startNanos() + next;
            long number = index;
            advance();
            long now = shard.now();
            // Of many planned for one moment each can only start after the one before: no lateness of ours.
            shard.arrived(planned, planned == lastPlanned ? lastStarted : planned, now);
            lastPlanned = planned;
            lastStarted = now;
            shard.start(shard.user(this, scenario, number, planned), first);
        }
    }

    @Override
    public void stop() {
        if (!over) {
            startUntil(Math.min(shard.now(), shard.window().to() - 1), Integer.MAX_VALUE);
            over = true;
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void userEnded(User user, boolean noServer) {
        // Whoever comes next has a time of its own.
    }
}
