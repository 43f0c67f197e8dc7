package io.agentserver.loadtest.engine;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.Second;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Puts together what the shards hand over: seconds while the run goes on, figures at its end. Confined to one thread. */
final class Timeline {

    private final List<String> names;
    private final Instant started;
    private final RunListener listener;
    private final List<Second> seconds = new ArrayList<>();
    private final Map<String, Histogram> latency = new LinkedHashMap<>();
    private final Map<String, Histogram> service = new LinkedHashMap<>();

    Timeline(List<String> names, Instant started, RunListener listener) {
        this.names = List.copyOf(names);
        this.started = started;
        this.listener = listener;
        for (String name : names) {
            latency.put(name, RequestStats.histogram());
            service.put(name, RequestStats.histogram());
        }
    }

    /** Adds a second that is over, as the shards saw it. */
    Second add(int index, List<ShardSecond> shards) {
        Map<String, Second.Request> requests = new LinkedHashMap<>();
        for (String name : names) {
            requests.put(name, merge(index, name, shards));
        }
        int users = shards.stream().mapToInt(ShardSecond::activeUsers).sum();
        Second second = new Second(index, users, requests);
        seconds.add(second);
        return second;
    }

    private Second.Request merge(int index, String name, List<ShardSecond> shards) {
        ShardSecond.Request first = shards.get(0).requests().get(name);
        if (first == null) {
            throw new IllegalStateException("A shard does not know the request " + name);
        }
        long planned = first.planned();
        long sent = first.sent();
        long ok = first.ok();
        long ko = first.ko();
        for (ShardSecond shard : shards.subList(1, shards.size())) {
            ShardSecond.Request more = shard.requests().get(name);
            if (more != null) {
                planned += more.planned();
                sent += more.sent();
                ok += more.ok();
                ko += more.ko();
                first.uncounted().add(more.uncounted());
                first.counted().add(more.counted());
                first.service().add(more.service());
            }
        }
        requireNonNull(latency.get(name)).add(first.counted());
        requireNonNull(service.get(name)).add(first.service());
        if (first.counted().getTotalCount() > 0) {
            listener.interval(name, started.plusSeconds(index), started.plusSeconds(index + 1L), first.counted());
        }
        Histogram all = first.uncounted();
        all.add(first.counted());
        return new Second.Request(
                planned, sent, ok, ko, ms(all, 50), ms(all, 75), ms(all, 95), ms(all, 99), all.getMaxValue() / 1e3);
    }

    private static double ms(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1e3;
    }

    /** The seconds, with what was planned in each as it is known at the end. */
    List<Second> seconds(List<ShardTotals> totals) {
        List<Second> corrected = new ArrayList<>();
        for (Second second : seconds) {
            Map<String, Second.Request> requests = new LinkedHashMap<>();
            second.requests()
                    .forEach((name, request) ->
                            requests.put(name, withPlanned(request, planned(totals, name, second.index()))));
            corrected.add(new Second(second.index(), second.activeUsers(), requests));
        }
        return corrected;
    }

    private static long planned(List<ShardTotals> totals, String name, int second) {
        long sum = 0;
        for (ShardTotals shard : totals) {
            ShardTotals.Request request = shard.requests().get(name);
            if (request != null && second < request.plannedBySecond().length) {
                sum += request.plannedBySecond()[second];
            }
        }
        return sum;
    }

    private static Second.Request withPlanned(Second.Request request, long planned) {
        return new Second.Request(
                planned,
                request.sent(),
                request.ok(),
                request.ko(),
                request.p50(),
                request.p75(),
                request.p95(),
                request.p99(),
                request.max());
    }

    /** The figures of every request that was planned at all. */
    List<RequestResult> results(List<ShardTotals> totals) {
        List<RequestResult> results = new ArrayList<>();
        for (String name : names) {
            long ok = 0;
            long ko = 0;
            long unsent = 0;
            long sent = 0;
            long answered = 0;
            Map<String, Long> errors = new TreeMap<>();
            for (ShardTotals shard : totals) {
                ShardTotals.Request request = shard.requests().get(name);
                if (request != null) {
                    ok += request.ok();
                    ko += request.ko();
                    unsent += request.unsent();
                    sent += request.sentInside();
                    answered += request.answeredInside();
                    request.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
                }
            }
            Histogram times = latency.getOrDefault(name, RequestStats.histogram());
            Histogram serviceTimes = service.getOrDefault(name, RequestStats.histogram());
            results.add(
                    new RequestResult(name, ok, ko, unsent, sent, answered, times, serviceTimes, Map.copyOf(errors)));
        }
        return results;
    }
}
