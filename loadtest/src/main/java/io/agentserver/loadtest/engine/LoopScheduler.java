package io.agentserver.loadtest.engine;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** The time of an event loop. */
final class LoopScheduler implements Scheduler {

    private final EventLoop loop;

    LoopScheduler(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void at(long nanos, Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.schedule(task, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }
}
