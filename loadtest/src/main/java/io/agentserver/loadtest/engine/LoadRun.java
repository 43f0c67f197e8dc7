package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.net.Transport;
import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.loadtest.stats.ServerSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * One run, from the connecting of the fleet to the result. {@link #run} takes the calling thread; {@link #interrupt} may be
 * called from any other.
 */
public final class LoadRun {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** All shards are told of the start before it comes. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** What an interrupted run still waits for. */
    private static final long INTERRUPTED_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORT_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MOST_WAITING = 200_000;

    private final Target target;
    private final RunPlan plan;
    private final String version;
    private final RunListener listener;
    private final Consumer<RuntimeException> faults;
    private volatile boolean interrupted;

    /**
     * @param version the load tester's, for the report
     * @param faults hears of what functions in scenarios throw, on an event loop
     */
    public LoadRun(
            Target target, RunPlan plan, String version, RunListener listener, Consumer<RuntimeException> faults) {
        this.target = target;
        this.plan = plan;
        this.version = version;
        this.listener = listener;
        this.faults = faults;
    }

    /** Ends the run early; {@link #run} returns with what there is. */
    public void interrupt() {
        interrupted = true;
    }

    /**
     * Makes the run.
     *
     * @throws RunFailedException when the fleet could not be connected, so that nothing could begin
     */
    public RunResult run() throws RunFailedException, InterruptedException {
        Program program = new Program();
        List<Node> firsts = new ArrayList<>();
        for (Population population : plan.populations()) {
            firsts.add(program.compile(population.steps()));
        }
        try (Transport transport = new Transport(target, plan.threads())) {
            Shards shards = new Shards(transport, plan, program.names(), MOST_WAITING, faults);
            try {
                transport.rehearse();
                listener.rehearse(unseen -> new Rehearsal(program.names(), plan.threads(), unseen)
                        .run(System::nanoTime, () -> interrupted));
                shards.connectFleet(listener, () -> interrupted);
                return measure(shards, program, firsts);
            } finally {
                shards.close();
            }
        }
    }

    private RunResult measure(Shards shards, Program program, List<Node> firsts) throws InterruptedException {
        // What the start-up has left behind is collected now, not in the window.
        System.gc();
        long start = System.nanoTime() + LEAD_NANOS;
        Instant started = Instant.now().plusNanos(LEAD_NANOS);
        long windowFrom = start + plan.ramp().plus(plan.warmUp()).toNanos();
        Duration duration = plan.duration();
        long windowTo = duration == null ? Long.MAX_VALUE / 2 + start : windowFrom + duration.toNanos();
        Timeline timeline = new Timeline(program.names(), started, listener);
        GeneratorWatch watch = new GeneratorWatch();
        Bookkeeping books = new Bookkeeping(timeline, watch, listener);
        ServerSampler sampler = ServerSampler.begin(target, start);
        shards.begin(start, windowFrom, windowTo, firsts);
        long ended = follow(shards, books, start, windowFrom, windowTo);
        List<ServerSample> samples = sampler.end();
        List<ShardTotals> totals = shards.totals();
        Duration measured = Duration.ofNanos(Math.max(0, ended - Math.min(ended, windowFrom)));
        return result(started, measured, timeline, watch, totals, samples);
    }

    /** Watches over the run second by second; returns when the window ended. */
    private long follow(Shards shards, Bookkeeping books, long start, long windowFrom, long windowTo)
            throws InterruptedException {
        int second = 0;
        boolean windowBegun = false;
        long ended = 0;
        long giveUpAt = Long.MAX_VALUE;
        boolean stopped = false;
        long profile = profileNanos();
        while (true) {
            long now = awaitNext(
                    start + (second + 1) * NANOS_PER_SECOND,
                    windowBegun ? windowTo : windowFrom,
                    stopped ? start : start + profile);
            if (!windowBegun && now - windowFrom >= 0) {
                windowBegun = true;
                books.watch().windowBegins();
            }
            while (now - start >= (second + 1) * NANOS_PER_SECOND) {
                books.endSecond(second, shards.endSecond(second));
                second++;
            }
            boolean atRest = now - start >= profile && shards.isAtRest();
            if (!stopped && (interrupted || now - windowTo >= 0 || atRest)) {
                stopped = true;
                ended = Math.min(now, windowTo);
                books.watch().windowEnds();
                shards.stop(ended);
                giveUpAt = now
                        + (interrupted ? INTERRUPTED_WAIT_NANOS : plan.timeout().toNanos() + NANOS_PER_SECOND);
            } else if (stopped && interrupted) {
                giveUpAt = Math.min(giveUpAt, now + INTERRUPTED_WAIT_NANOS);
            }
            if (stopped) {
                int waiting = shards.callsUnderWay();
                if (waiting == 0 || now - giveUpAt >= 0) {
                    shards.abandonAll();
                    books.endSecond(second, shards.endSecond(second));
                    return ended;
                }
                listener.draining(waiting, Duration.ofNanos(giveUpAt - now));
            }
        }
    }

    /**
     * Sleeps until one of these times comes; no longer than a tick, because the run may be interrupted. Whether anybody is
     * still at work is asked often once nobody starts any more. Before that this thread keeps out of the way: the load needs
     * the cores.
     *
     * @param startsEnd when nobody starts any more
     * @return what time it is then
     */
    private static long awaitNext(long secondEnds, long windowTurns, long startsEnd) throws InterruptedException {
        long now = System.nanoTime();
        long sleep = now - startsEnd < 0 ? TICK_NANOS : SHORT_TICK_NANOS;
        for (long time : new long[] {secondEnds, windowTurns, startsEnd}) {
            if (time - now > 0) {
                sleep = Math.min(sleep, time - now);
            }
        }
        TimeUnit.NANOSECONDS.sleep(sleep);
        return System.nanoTime();
    }

    /** Nobody at work before that is only a gap between two. */
    private long profileNanos() {
        return plan.populations().stream()
                .mapToLong(Population::durationNanos)
                .max()
                .orElse(0);
    }

    private RunResult result(
            Instant started,
            Duration measured,
            Timeline timeline,
            GeneratorWatch watch,
            List<ShardTotals> totals,
            List<ServerSample> samples) {
        Histogram lag = RequestStats.histogram();
        Histogram lateness = RequestStats.histogram();
        totals.forEach(shard -> lag.add(shard.lag()));
        totals.forEach(shard -> lateness.add(shard.lateness()));
        GeneratorHealth health = watch.health(lag);
        List<RequestResult> requests = timeline.results(totals);
        long planned = requests.stream().mapToLong(RequestResult::planned).sum();
        long unsent = interrupted
                ? 0
                : requests.stream().mapToLong(RequestResult::unsent).sum();
        List<AssertionResult> assertions = new ArrayList<>();
        plan.assertions().forEach(assertion -> assertions.add(assertion.evaluate(requests, measured)));
        ServerAway.judge(totals).ifPresent(assertions::add);
        RunInfo info = new RunInfo(
                plan.name(),
                target.url(),
                version,
                started,
                plan.ramp(),
                plan.warmUp(),
                measured,
                interrupted,
                plan.settings());
        return new RunResult(
                info,
                requests,
                timeline.seconds(totals),
                health,
                samples,
                assertions,
                Validity.reasons(totals, health, lag, lateness, planned, unsent));
    }
}
