package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.MissingAttributeException;
import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's part of a run: its users, the calls under way, the figures. Confined to the loop's thread; tests drive it
 * with a virtual time.
 */
final class Shard {

    /** Users that go round a loop that often without waiting for anything let others have a turn. */
    private static final int ROUNDS_IN_ONE_GO = 200;

    /** Without a server a user would fail, and try again or be followed, tens of thousands of times a second. */
    static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Scheduler scheduler;
    private final Wire wire;
    private final Window window;
    private final long timeoutNanos;
    private final int mostWaiting;
    private final RequestStats[] stats;
    private final RandomGenerator random;
    private final LagProbe probe;
    private final List<Source> sources = new ArrayList<>();
    private final CallsUnderWay calls = new CallsUnderWay();
    private final Consumer<RuntimeException> faults;

    private int waiting;
    private int activeUsers;
    private boolean stopped;
    private int roundsInOneGo;

    /** By {@link Window#side}: what does not count and what does. */
    private final Starts[] starts = {new Starts(), new Starts()};

    private long lastOk = -1;
    private long lastLost = -1;

    /** Of users planned inside the window, or of those that are not. */
    private static final class Starts {
        final Histogram lateness = RequestStats.histogram();
        long planned;
        long startedInside;

        void late(long due, long now) {
            lateness.recordValue(Math.max(0, now - due) / 1_000);
        }
    }

    /** Starts users. */
    interface Source {

        /** Begins. */
        void start();

        /** Starts whoever was due before the end of the window, and then nobody any more. */
        void stop();

        /** Whether it will start nobody any more. */
        boolean isOver();
    }

    /**
     * @param names of the requests, in the order of their numbers
     * @param mostWaiting how many calls may wait for a connection or device at once
     * @param faults hears of what users' own functions throw
     */
    Shard(
            Scheduler scheduler,
            Wire wire,
            Window window,
            List<String> names,
            long timeoutNanos,
            int mostWaiting,
            long seed,
            Consumer<RuntimeException> faults) {
        this.scheduler = scheduler;
        this.wire = wire;
        this.window = window;
        this.timeoutNanos = timeoutNanos;
        this.mostWaiting = mostWaiting;
        this.stats = names.stream().map(name -> new RequestStats(name, window)).toArray(RequestStats[]::new);
        this.random = new SplittableRandom(seed);
        this.probe = new LagProbe(scheduler, window, () -> calls.overlap(window));
        this.faults = faults;
    }

    long now() {
        return scheduler.now();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RandomGenerator random() {
        return random;
    }

    Window window() {
        return window;
    }

    long startNanos() {
        return window.start();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether nobody is at work and nobody will come. */
    boolean isAtRest() {
        return activeUsers == 0 && calls.size() == 0 && sources.stream().allMatch(Source::isOver);
    }

    int callsUnderWay() {
        return calls.size();
    }

    /** Begins with those sources of users, when the window has been set. */
    void begin(List<? extends Source> all) {
        sources.addAll(all);
        probe.start();
        sources.forEach(Source::start);
        sweepLater();
    }

    /** Lets nobody start and nobody ask any more, from the window's end on. Calls under way go on. */
    void stop() {
        if (!stopped) {
            sources.forEach(Source::stop);
            stopped = true;
        }
    }

    /** Waits for nothing any more. */
    void abandonAll() {
        stop();
        for (Call oldest = calls.oldest(); oldest != null; oldest = calls.oldest()) {
            oldest.interrupted();
        }
    }

    // Users.

    /**
     * Counts a user of an open workload that begins now.
     *
     * @param possible when it could have begun at the earliest
     */
    void arrived(long planned, long possible, long now) {
        Starts side = starts[window.side(planned)];
        side.planned++;
        side.startedInside += window.side(now);
        side.late(possible, now);
    }

    void start(User user, Node first) {
        activeUsers++;
        user.go(first);
    }

    void userEnded(User user) {
        activeUsers--;
        wire.userEnded(user);
    }

    void pause(User user, long until, Node next) {
        if (stopped) {
            user.end();
        } else if (until - now() <= 0) {
            user.go(next);
        } else {
            roundsInOneGo = 0;
            user.failedAtOnce(false);
            scheduler.at(until, () -> {
                starts[window.side(until)].late(until, now());
                user.go(next);
            });
        }
    }

    /**
     * Goes on with that step, after giving others a turn when nobody has waited for long, and after a pause when the request
     * before failed at once: so would the next.
     */
    void yieldIfStuck(User user, Node next) {
        if (user.failedAtOnce()) {
            roundsInOneGo = 0;
            user.failedAtOnce(false);
            long until = now() + PAUSE_AFTER_FAILURE_NANOS;
            user.planned(until);
            scheduler.at(until, () -> user.go(next));
        } else if (++roundsInOneGo < ROUNDS_IN_ONE_GO) {
            user.go(next);
        } else {
            roundsInOneGo = 0;
            scheduler.at(now(), () -> user.go(next));
        }
    }

    void fault(RuntimeException fault) {
        faults.accept(fault);
    }

    // Calls.

    /** Begins the request of that step, unless the run is over. */
    void begin(RequestNode node, User user) {
        if (stopped) {
            user.end();
            return;
        }
        Call call = open(stats[node.stats()], node, user);
        try {
            wire.start(call);
        } catch (MissingAttributeException e) {
            call.failed(Errors.EXPRESSION);
        } catch (RuntimeException e) {
            // Whatever it is, it must not end the source of all users that follow.
            faults.accept(e);
            call.failed(Errors.FAULT);
        }
        user.failedAtOnce(call.hasFailed());
        if (!call.isEnded()) {
            roundsInOneGo = 0;
        }
    }

    /** Begins the HTTP part of that call. */
    Call beginHttpPart(Call call) {
        return open(stats[call.node().httpStats()], null, call.user());
    }

    private Call open(RequestStats figures, @Nullable RequestNode node, User user) {
        Call call = new Call(this, figures, node, user, user.planned());
        figures.planned(user.planned());
        calls.add(call);
        return call;
    }

    void ended(Call call) {
        calls.remove(call);
    }

    /** Whether one more may wait for a connection or a device. */
    boolean mayWait() {
        return waiting < mostWaiting;
    }

    void waiting(int change) {
        waiting += change;
    }

    void succeeded(long now) {
        lastOk = now - window.start();
    }

    /** A request of that time found no server. */
    void lost(long at) {
        lastLost = Math.max(lastLost, at - window.start());
    }

    private void sweepLater() {
        scheduler.at(now() + Math.min(timeoutNanos / 4 + 1, 50_000_000L), this::sweep);
    }

    private void sweep() {
        long due = now() - timeoutNanos;
        Call oldest = calls.oldest();
        while (oldest != null && oldest.planned() - due <= 0) {
            oldest.timedOut();
            oldest = calls.oldest();
        }
        if (!(stopped && isAtRest())) {
            sweepLater();
        }
    }

    // Figures.

    ShardSecond endSecond(int index) {
        Map<String, ShardSecond.Request> requests = new LinkedHashMap<>();
        for (RequestStats each : stats) {
            requests.put(each.name(), each.endSecond(index));
        }
        return new ShardSecond(index, activeUsers, probe.endSecond(), requests);
    }

    ShardTotals totals() {
        Map<String, ShardTotals.Request> requests = new HashMap<>();
        for (RequestStats each : stats) {
            requests.put(each.name(), each.totals());
        }
        Starts inside = starts[Window.INSIDE];
        return new ShardTotals(
                requests,
                probe.lag().copy(),
                inside.lateness.copy(),
                inside.planned,
                inside.startedInside,
                probe.stalls(),
                lastOk,
                lastLost);
    }

    /** A user that starts at that time. */
    User user(User.Starter starter, String scenario, long number, long planned) {
        return new User(this, starter, Session.of(scenario, number), planned);
    }

    /** What a call without an interesting answer ends with. */
    static Reply nothing() {
        return Reply.of("ok");
    }
}
