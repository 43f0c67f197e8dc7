package io.agentserver.loadtest.engine;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A time that only moves when it is told to, and runs what is due on its way, in order. */
final class VirtualTime implements Scheduler {

    private record Task(long at, long order, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void at(long nanos, Runnable task) {
        tasks.add(new Task(Math.max(now, nanos), order++, task));
    }

    void runUntil(long nanos) {
        while (!tasks.isEmpty() && tasks.peek().at() <= nanos) {
            Task task = tasks.remove();
            now = Math.max(now, task.at());
            task.action().run();
        }
        now = Math.max(now, nanos);
    }

    /** Time passes and nothing runs, as in a process that is stopped. */
    void freezeUntil(long nanos) {
        now = Math.max(now, nanos);
    }
}
