package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.arrivals.Concurrency;
import java.util.concurrent.TimeUnit;

/**
 * Keeps so many users of a closed workload at work: whoever ends is followed by another, planned for the end of the one before.
 * Of several shards each keeps its share.
 */
final class ConcurrencyKeeper implements Shard.Source, User.Starter {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Without a server a user would fail, and be followed, tens of thousands of times a second. */
    private static final long PAUSE_WITHOUT_SERVER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

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
    private int toFollow;

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
        while (active < share(since)) {
            launch(now);
        }
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
            shard.scheduler().at(shard.now() + PAUSE_WITHOUT_SERVER_NANOS, () -> follow(shard.now()));
        } else {
            follow(user.planned());
        }
    }

    /** Not from within the start of another: users that end at once must not deepen the stack. */
    private void follow(long planned) {
        active--;
        if (starting) {
            toFollow++;
            return;
        }
        starting = true;
        next(planned);
        while (toFollow > 0) {
            toFollow--;
            next(shard.now());
        }
        starting = false;
    }

    private void next(long planned) {
        if (!over && !shard.isStopped() && active < share(shard.now() - shard.startNanos())) {
            launch(planned);
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
