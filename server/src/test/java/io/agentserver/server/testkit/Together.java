package io.agentserver.server.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs several things at the same time on threads of their own, again and again, to find what happens when they meet. */
public final class Together implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Starts all at the same moment and waits for all; what one throws is thrown. */
    public void run(Runnable... tasks) {
        AtomicInteger ready = new AtomicInteger(tasks.length);
        List<Future<?>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(threads.submit(() -> {
                ready.decrementAndGet();
                while (ready.get() > 0) {
                    Thread.onSpinWait();
                    if (Thread.interrupted()) {
                        return;
                    }
                    Thread.yield();
                }
                task.run();
            }));
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a race", e);
            } catch (ExecutionException e) {
                throw new AssertionError("one of them failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
