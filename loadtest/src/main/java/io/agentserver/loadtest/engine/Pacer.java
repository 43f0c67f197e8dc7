package io.agentserver.loadtest.engine;

import java.util.PrimitiveIterator;

/**
 * Starts the users of an open workload at their times, whatever becomes of those before. When its thread is late it starts all
 * that are due, each with its own planned time. Of several shards each takes every so-manieth user.
 */
final class Pacer implements Shard.Source, User.Starter {

    private static final long NONE = Long.MAX_VALUE;

    private final Shard shard;
    private final String scenario;
    private final Node first;
    private final PrimitiveIterator.OfLong times;
    private final int shardNumber;
    private final int shards;
    private long index;
    private long next;
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
        if (over) {
            return;
        }
        startUntil(shard.now());
        scheduleNext();
    }

    /** Starts everyone planned up to then; the time moves on while it does. */
    private void startUntil(long limit) {
        while (next != NONE && shard.startNanos() + next - limit <= 0) {
            long planned = shard.startNanos() + next;
            long number = index;
            advance();
            shard.arrived(planned, shard.now());
            shard.start(shard.user(this, scenario, number, planned), first);
        }
    }

    @Override
    public void stop() {
        if (!over) {
            startUntil(Math.min(shard.now(), shard.window().to() - 1));
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
