package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.arrivals.Concurrency;
import java.util.concurrent.TimeUnit;

/**
 * Keeps so many users of a closed workload at work: whoever ends is followed by another, planned for the end of the one before.
 * Of several shards each keeps its share.
 */
final class ConcurrencyKeeper implements Shard.Source, User.Starter {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Shard shard;
    private final String scenario;
    private final Node first;
    private final Concurrency wanted;
    private final int shardNumber;
    private final int shards;
    private long started;
    private int active;
    private boolean over;
    private boolean starting;

    ConcurrencyKeeper(Shard shard, String scenario, Node first, Concurrency wanted, int shardNumber, int shards) {
        this.shard = shard;
        this.scenario = scenario;
        this.first = first;
        this.wanted = wanted;
        this.shardNumber = shardNumber;
        this.shards = shards;
    }

    @Override
    public void start() {
        shard.scheduler().at(shard.startNanos(), this::adjust);
    }

    private void adjust() {
        if (over) {
            return;
        }
        long now = shard.now();
        long since = now - shard.startNanos();
        if (since >= wanted.durationNanos()) {
            over = true;
            return;
        }
        starting = true;
        for (int missing = share(since) - active; missing > 0; missing--) {
            launch(now);
        }
        starting = false;
        shard.scheduler().at(now + PERIOD_NANOS, this::adjust);
    }

    private int share(long since) {
        int all = wanted.at(since);
        return all / shards + (shardNumber < all % shards ? 1 : 0);
    }

    private void launch(long planned) {
        active++;
        long number = started++ * shards + shardNumber;
        shard.start(shard.user(this, scenario, number, planned), first);
    }

    @Override
    public void userEnded(User user, boolean noServer) {
        if (noServer && !over && !shard.isStopped()) {
            shard.scheduler().at(shard.now() + Shard.PAUSE_AFTER_FAILURE_NANOS, () -> follow(shard.now()));
        } else {
            follow(user.planned());
        }
    }

    /**
     * Not from within the start of another: followers that end at once would follow each other for ever. Who is missing then
     * comes with the next adjustment.
     */
    private void follow(long planned) {
        active--;
        if (!starting && !over && !shard.isStopped() && active < share(shard.now() - shard.startNanos())) {
            starting = true;
            launch(planned);
            starting = false;
        }
    }

    @Override
    public void stop() {
        over = true;
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
