package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.stats.AssertionResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether the server was gone at the end: that is a failed run even when nobody asserted anything. */
final class ServerAway {

    static final String TEXT = "the server is there to the end";

    /** One lost connection among good answers is no absence. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private ServerAway() {}

    /** The assertion that failed, if it did; its figure is for how many seconds there had been no good answer. */
    static Optional<AssertionResult> judge(List<ShardTotals> shards) {
        long lastOk = shards.stream().mapToLong(ShardTotals::lastOkNanos).max().orElse(-1);
        long lastLost =
                shards.stream().mapToLong(ShardTotals::lastLostNanos).max().orElse(-1);
        if (lastLost < 0 || (lastOk >= 0 && lastLost - lastOk < MOMENT_NANOS)) {
            return Optional.empty();
        }
        return Optional.of(new AssertionResult(TEXT, (lastLost - Math.max(0, lastOk)) / 1e9, false));
    }
}
