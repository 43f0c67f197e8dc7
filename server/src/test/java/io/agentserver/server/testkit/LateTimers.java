package io.agentserver.server.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** A scheduler whose timers have all gone off at once, and whose tasks are on their way: disposing them is too late. */
public final class LateTimers implements Scheduler {

    private final Scheduler clock;
    private final List<Runnable> tasks = new ArrayList<>();

    /** @param clock says what time it is */
    public LateTimers(Scheduler clock) {
        this.clock = clock;
    }

    /** Lets all tasks arrive. */
    public void arrive() {
        List<Runnable> arrived = List.copyOf(tasks);
        tasks.clear();
        arrived.forEach(Runnable::run);
    }

    @Override
    public Disposable schedule(Runnable task) {
        tasks.add(task);
        return Disposables.single();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(task);
    }

    @Override
    public long now(TimeUnit unit) {
        return clock.now(unit);
    }

    @Override
    public Worker createWorker() {
        return clock.createWorker();
    }

    @Override
    public void dispose() {
        clock.dispose();
    }
}
