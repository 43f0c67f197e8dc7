package io.agentserver.loadtest.engine;

import java.util.List;

/** What the thread that follows a run does with each second that is over. Confined to it. */
record Bookkeeping(Timeline timeline, GeneratorWatch watch, RunListener listener) {

    void endSecond(int index, List<ShardSecond> parts) {
        long lagMaxMicros =
                parts.stream().mapToLong(ShardSecond::lagMaxMicros).max().orElse(0);
        watch.second(index, lagMaxMicros);
        listener.second(timeline.add(index, parts));
    }
}
