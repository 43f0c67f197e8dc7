package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.arrivals.Arrivals;
import io.agentserver.loadtest.arrivals.Concurrency;
import io.agentserver.loadtest.net.AipIdentity;
import io.agentserver.loadtest.net.Transport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** All shards of a run, asked from the thread that runs it; each does what it is asked on its own event loop. */
final class Shards {

    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Place(EventLoop loop, LiveWire wire, Shard shard, Window window) {}

    private final RunPlan plan;
    private final List<Place> places = new ArrayList<>();

    /**
     * @param mostWaiting how many calls may wait for a connection or device, in all
     */
    Shards(Transport transport, RunPlan plan, List<String> names, int mostWaiting, Consumer<RuntimeException> faults) {
        this.plan = plan;
        List<EventLoop> loops = transport.loops();
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(i);
            Window window = new Window();
            LiveWire wire = new LiveWire(transport, loop, plan, i);
            Shard shard = new Shard(
                    new LoopScheduler(loop),
                    wire,
                    window,
                    names,
                    plan.timeout().toNanos(),
                    mostWaiting / loops.size(),
                    plan.seed() + i,
                    faults);
            wire.serve(shard, share(plan.mostHttpConnections(), i, loops.size()));
            places.add(new Place(loop, wire, shard, window));
        }
    }

    private static int share(int all, int number, int of) {
        return Math.max(1, all / of + (number < all % of ? 1 : 0));
    }

    // The fleet.

    /**
     * Connects the fleet.
     *
     * @throws RunFailedException when some of it cannot be connected
     */
    void connectFleet(RunListener listener, BooleanSupplier interrupted)
            throws RunFailedException, InterruptedException {
        if (plan.fleet().devices() == 0) {
            return;
        }
        for (int i = 0; i < places.size(); i++) {
            int number = i;
            onLoop(places.get(i), place -> addDevices(place, number));
        }
        int wanted = plan.fleet().connections();
        int connected = -1;
        // Not the last number: some that come and go are no progress.
        int mostConnected = -1;
        long lastProgress = System.nanoTime();
        while (connected < wanted && !interrupted.getAsBoolean()) {
            int now = connected();
            if (now > mostConnected) {
                mostConnected = now;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > CONNECT_TIMEOUT_NANOS) {
                throw new RunFailedException("fleet: " + now + " of " + wanted + " connected, and no more within "
                        + TimeUnit.NANOSECONDS.toSeconds(CONNECT_TIMEOUT_NANOS) + " s " + failures()
                        + " (expected: all)");
            }
            connected = now;
            listener.connecting(connected, wanted);
            Thread.sleep(connected < wanted ? 50 : 0);
        }
    }

    private boolean addDevices(Place place, int number) {
        Fleet devices = place.wire().devices();
        Fleet constellations = place.wire().constellations();
        if (plan.fleet().constellations()) {
            devices.onFirstRegistration(device -> {
                String id = device.identity().clientId();
                constellations.add(new AipIdentity(plan.runId() + "@" + id, true, id), Personality.PROMPT);
            });
        }
        for (int i = number; i < plan.fleet().devices(); i += places.size()) {
            devices.add(
                    AipIdentity.device(plan.runId() + "-d" + i), plan.fleet().personality(i));
        }
        return true;
    }

    int connected() {
        return each(place -> place.wire().devices().registered()
                        + place.wire().constellations().registered())
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private Map<String, Integer> failures() {
        Map<String, Integer> all = new TreeMap<>();
        each(place -> place.wire().devices().failures())
                .forEach(part -> part.forEach((kind, count) -> all.merge(kind, count, Integer::sum)));
        each(place -> place.wire().constellations().failures())
                .forEach(part -> part.forEach((kind, count) -> all.merge(kind, count, Integer::sum)));
        return all;
    }

    /** What all devices together have seen. */
    FleetCounts fleetCounts() {
        FleetCounts sum = new FleetCounts("");
        each(place -> place.wire().counts().copy()).forEach(sum::add);
        return sum;
    }

    /** What a fleet does each second by itself. */
    void fleetSecond(int first, int every, double flakyChance) {
        each(place -> {
            place.wire().devices().heartbeats(first, every);
            place.wire().devices().dropFlaky(flakyChance);
            return true;
        });
    }

    // The run.

    /** Sets the window and has everyone start at its time. */
    void begin(long start, long windowFrom, long windowTo, List<Node> firsts) {
        for (int i = 0; i < places.size(); i++) {
            int number = i;
            onLoop(places.get(i), place -> {
                place.window().set(start, windowFrom, windowTo);
                place.shard().begin(sources(place.shard(), number, firsts));
                return true;
            });
        }
    }

    private List<Shard.Source> sources(Shard shard, int number, List<Node> firsts) {
        List<Shard.Source> sources = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            Population population = plan.populations().get(i);
            Node first = firsts.get(i);
            Arrivals open = population.open();
            Concurrency closed = population.closed();
            if (open != null) {
                // Every shard draws the same times and takes its share of them.
                sources.add(new Pacer(
                        shard, population.scenario(), first, open.times(plan.seed() + i), number, places.size()));
            } else if (closed != null) {
                sources.add(new ConcurrencyKeeper(shard, population.scenario(), first, closed, number, places.size()));
            }
        }
        return sources;
    }

    boolean isAtRest() {
        return !each(place -> place.shard().isAtRest()).contains(false);
    }

    int callsUnderWay() {
        return each(place -> place.shard().callsUnderWay()).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    void stop(long windowEnd) {
        each(place -> {
            place.window().endAt(windowEnd);
            place.shard().stop();
            return true;
        });
    }

    void abandonAll() {
        each(place -> {
            place.shard().abandonAll();
            return true;
        });
    }

    List<ShardSecond> endSecond(int index) {
        return each(place -> place.shard().endSecond(index));
    }

    List<ShardTotals> totals() {
        return each(place -> place.shard().totals());
    }

    void close() {
        each(place -> {
            place.wire().close();
            return true;
        });
    }

    /** Asks all at once, then waits for all. */
    private <T> List<T> each(Function<Place, T> question) {
        List<Future<T>> answers = new ArrayList<>();
        for (Place place : places) {
            Callable<T> task = () -> question.apply(place);
            answers.add(place.loop().submit(task));
        }
        List<T> all = new ArrayList<>();
        answers.forEach(answer -> all.add(answer.syncUninterruptibly().getNow()));
        return all;
    }

    private static <T> void onLoop(Place place, Function<Place, T> task) {
        Callable<T> callable = () -> task.apply(place);
        place.loop().submit(callable).syncUninterruptibly();
    }
}
