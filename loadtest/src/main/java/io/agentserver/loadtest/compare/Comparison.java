package io.agentserver.loadtest.compare;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two sides, each of one or more runs of the same thing, figure by figure.
 *
 * <p>A difference is called only when the 99 % interval of the ratio leaves out 1 and the ratio is beyond the threshold. The
 * interval comes from within the runs (see docs/loadtest-report.md) and, where a side has several, also from between them;
 * the wider counts. Immutable.
 *
 * @param figures in the order to show them
 * @param onlyBase request names that only the base has
 * @param onlyCandidate request names that only the candidate has
 */
public record Comparison(List<Line> figures, List<String> onlyBase, List<String> onlyCandidate) {

    private static final int FEWEST_INTERVALS = 10;
    private static final long SEED = 20_261_125;

    private static final String TOO_FEW = "cannot tell (too few)";

    /** "No difference" would be a bold word for an interval in which twice as slow has room. */
    private static final double MOST_NOISE = 2;

    /** Failures that are fewer than one more in a thousand are no difference, however sure. */
    private static final double FAILED_THRESHOLD_POINTS = 0.1;

    /**
     * One figure of one request name.
     *
     * @param figure such as {@code p99 ms}
     * @param base its value, of several runs the geometric mean
     * @param candidate the same
     * @param ratio candidate to base; for {@code failed %} the difference in percentage points
     * @param interval where the true ratio lies with 99 % confidence; NaN when that cannot be told
     * @param verdict in words
     */
    public record Line(
            String request,
            String figure,
            double base,
            double candidate,
            double ratio,
            Interval interval,
            Judgement judgement,
            String verdict) {}

    public Comparison {
        figures = List.copyOf(figures);
        onlyBase = List.copyOf(onlyBase);
        onlyCandidate = List.copyOf(onlyCandidate);
    }

    /**
     * Compares.
     *
     * @param threshold the smallest change that matters, 0.05 for 5 %
     */
    public static Comparison of(List<Run> base, List<Run> candidate, double threshold) {
        requireNonNull(base, "base");
        requireNonNull(candidate, "candidate");
        Set<String> inBase = names(base);
        Set<String> inCandidate = names(candidate);
        List<Line> lines = new ArrayList<>();
        for (String name : inBase) {
            if (inCandidate.contains(name)) {
                lines.addAll(lines(name, requests(base, name), requests(candidate, name), threshold));
            }
        }
        return new Comparison(lines, missing(inBase, inCandidate), missing(inCandidate, inBase));
    }

    /** The lines of that kind. */
    public List<Line> with(Judgement judgement) {
        return figures.stream().filter(line -> line.judgement() == judgement).toList();
    }

    /** Names that every run of a side has. */
    private static Set<String> names(List<Run> runs) {
        Set<String> names = new LinkedHashSet<>(runs.get(0).requests().keySet());
        runs.forEach(run -> names.retainAll(run.requests().keySet()));
        return names;
    }

    private static List<String> missing(Set<String> names, Set<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private static List<Run.Request> requests(List<Run> runs, String name) {
        return runs.stream().map(run -> run.requests().get(name)).toList();
    }

    private static List<Line> lines(
            String name, List<Run.Request> base, List<Run.Request> candidate, double threshold) {
        Bootstrap bootstrap = new Bootstrap(SEED ^ name.hashCode());
        List<List<Sample>> baseReplicates = bootstrap.replicates(logs(base));
        List<List<Sample>> candidateReplicates = bootstrap.replicates(logs(candidate));
        List<Line> lines = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            Interval within = ratios(figure, baseReplicates, candidateReplicates);
            lines.add(line(name, figure, base, candidate, within, threshold));
        }
        lines.add(failures(name, base, candidate));
        return lines;
    }

    private static List<IntervalLog> logs(List<Run.Request> requests) {
        return requests.stream().map(Run.Request::latency).toList();
    }

    /** Of the logarithm of the ratio. */
    private static Interval ratios(Figure figure, List<List<Sample>> base, List<List<Sample>> candidate) {
        double[] differences = new double[base.size()];
        Arrays.setAll(differences, i -> meanLog(figure, candidate.get(i)) - meanLog(figure, base.get(i)));
        return Interval.ofReplicates(differences);
    }

    private static double meanLog(Figure figure, List<Sample> runs) {
        return runs.stream()
                .mapToDouble(run -> Math.log(figure.of(run)))
                .average()
                .orElse(Double.NaN);
    }

    private static Line line(
            String name,
            Figure figure,
            List<Run.Request> base,
            List<Run.Request> candidate,
            Interval within,
            double threshold) {
        double[] baseValues = values(figure, base);
        double[] candidateValues = values(figure, candidate);
        double difference = Interval.mean(candidateValues) - Interval.mean(baseValues);
        double ratio = Math.exp(difference);
        Interval centred = figure == Figure.ANSWERED ? around(within, difference, base, candidate) : within;
        int blocks = Math.min(Bootstrap.blocks(logs(base)), Bootstrap.blocks(logs(candidate)));
        Interval interval = centred.widened(difference, blocks);
        if (base.size() + candidate.size() > 2) {
            interval = interval.and(Interval.ofDifference(baseValues, candidateValues));
        }
        interval = interval.exp();
        boolean enough = enough(figure, base, candidate) && Double.isFinite(interval.high() - interval.low());
        Judgement judgement = judge(figure, ratio, interval, threshold, enough);
        return new Line(
                name,
                figure.title(),
                Math.exp(Interval.mean(baseValues)),
                Math.exp(Interval.mean(candidateValues)),
                ratio,
                interval,
                judgement,
                words(figure, judgement, enough));
    }

    /** The log's rows tell how much a rate spreads; what it is, the reports say. */
    private static Interval around(
            Interval within, double difference, List<Run.Request> base, List<Run.Request> candidate) {
        double logged = meanOfRows(candidate) - meanOfRows(base);
        return new Interval(within.low() - logged + difference, within.high() - logged + difference);
    }

    private static double meanOfRows(List<Run.Request> requests) {
        return Interval.mean(requests.stream()
                .mapToDouble(
                        request -> Math.log(Figure.ANSWERED.of(request.latency().all())))
                .toArray());
    }

    private static double[] values(Figure figure, List<Run.Request> requests) {
        return requests.stream()
                .mapToDouble(request -> Math.log(
                        figure == Figure.ANSWERED
                                ? request.answeredPerSecond()
                                : figure.of(request.latency().all())))
                .toArray();
    }

    private static boolean enough(Figure figure, List<Run.Request> base, List<Run.Request> candidate) {
        return Stream.concat(base.stream(), candidate.stream())
                .allMatch(request -> request.latency().intervals() >= FEWEST_INTERVALS
                        && figure.enough(request.latency().all().count()));
    }

    private static Judgement judge(Figure figure, double ratio, Interval interval, double threshold, boolean enough) {
        if (!figure.judged()) {
            return Judgement.NOT_JUDGED;
        }
        if (!enough || interval.holds(1) && (interval.high() > MOST_NOISE || interval.low() < 1 / MOST_NOISE)) {
            return Judgement.CANNOT_TELL;
        }
        boolean higher = ratio > 1 + threshold;
        boolean lower = ratio < 1 / (1 + threshold);
        if (interval.holds(1) || !higher && !lower) {
            return Judgement.NO_DIFFERENCE;
        }
        return higher == figure.higherIsWorse() ? Judgement.WORSE : Judgement.BETTER;
    }

    private static String words(Figure figure, Judgement judgement, boolean enough) {
        return switch (judgement) {
            case WORSE -> figure.higherIsWorse() ? "slower" : "lower";
            case BETTER -> figure.higherIsWorse() ? "faster" : "higher";
            case NO_DIFFERENCE -> "no difference shown";
            case CANNOT_TELL -> enough ? "cannot tell (too noisy)" : TOO_FEW;
            case NOT_JUDGED -> "(not judged)";
        };
    }

    private static Line failures(String name, List<Run.Request> base, List<Run.Request> candidate) {
        long baseAll = base.stream().mapToLong(Run.Request::sent).sum();
        long baseHits = base.stream().mapToLong(Run.Request::failed).sum();
        long candidateAll = candidate.stream().mapToLong(Run.Request::sent).sum();
        long candidateHits = candidate.stream().mapToLong(Run.Request::failed).sum();
        double baseShare = 100.0 * baseHits / baseAll;
        double candidateShare = 100.0 * candidateHits / candidateAll;
        if (baseAll == 0 || candidateAll == 0) {
            Interval none = new Interval(Double.NaN, Double.NaN);
            return new Line(
                    name, "failed %", baseShare, candidateShare, Double.NaN, none, Judgement.CANNOT_TELL, TOO_FEW);
        }
        Interval share = Interval.ofShares(baseHits, baseAll, candidateHits, candidateAll);
        double[] baseShares = shares(base);
        double[] candidateShares = shares(candidate);
        if (baseShares.length + candidateShares.length > 2) {
            share = share.and(Interval.ofDifference(baseShares, candidateShares));
        }
        Interval points = new Interval(100 * share.low(), 100 * share.high());
        double difference = candidateShare - baseShare;
        boolean same = points.holds(0) || Math.abs(difference) < FAILED_THRESHOLD_POINTS;
        Judgement judgement = same ? Judgement.NO_DIFFERENCE : difference > 0 ? Judgement.WORSE : Judgement.BETTER;
        String words = same ? "no difference shown" : difference > 0 ? "more failures" : "fewer failures";
        return new Line(name, "failed %", baseShare, candidateShare, difference, points, judgement, words);
    }

    /** Of the runs that sent any. */
    private static double[] shares(List<Run.Request> requests) {
        return requests.stream()
                .filter(request -> request.sent() > 0)
                .mapToDouble(request -> (double) request.failed() / request.sent())
                .toArray();
    }
}
