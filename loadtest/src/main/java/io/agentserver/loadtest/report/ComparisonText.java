package io.agentserver.loadtest.report;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.compare.Comparison;
import io.agentserver.loadtest.compare.Interval;
import io.agentserver.loadtest.compare.Judgement;
import io.agentserver.loadtest.compare.Run;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison in the console. */
public final class ComparisonText {

    private final PrintWriter out;

    /**
     * A comparison that is not begun.
     *
     * @param out where to print
     */
    public ComparisonText(PrintWriter out) {
        this.out = requireNonNull(out, "out");
    }

    /** Which runs one side has, and why one of them is not valid. */
    public void runs(String side, List<Run> runs) {
        for (Run run : runs) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-9s  %s: %s, %s s measured%s",
                    side,
                    run.folder(),
                    ConsoleNumber.name(run.scenario()),
                    ConsoleNumber.of(run.seconds()),
                    run.valid() ? "" : ", NOT VALID"));
            run.invalidReasons().forEach(reason -> out.println("           - " + ConsoleNumber.name(reason)));
        }
    }

    /** Which settings differ: then more than the server may have changed. */
    public void settings(Run base, Run candidate) {
        Set<String> names = new LinkedHashSet<>(base.settings().keySet());
        names.addAll(candidate.settings().keySet());
        for (String name : names) {
            String before = base.settings().get(name);
            String after = candidate.settings().get(name);
            if (!Objects.equals(before, after)) {
                out.println(
                        "note: " + ConsoleNumber.name(name) + " differs: " + shown(before) + " and " + shown(after));
            }
        }
    }

    private static String shown(@Nullable String value) {
        return value == null ? "none" : ConsoleNumber.name(value);
    }

    /** A table for each request name. */
    public void figures(Comparison comparison) {
        List<String> names = comparison.figures().stream()
                .map(Comparison.Line::request)
                .distinct()
                .toList();
        for (String name : names) {
            ConsoleTable table = new ConsoleTable(
                    ConsoleNumber.name(name), "base", "candidate", "ratio", "99 % interval", "verdict");
            comparison.figures().stream()
                    .filter(line -> line.request().equals(name))
                    .forEach(line -> table.row(
                            "  " + line.figure(),
                            ConsoleNumber.of(line.base()),
                            ConsoleNumber.of(line.candidate()),
                            ratio(line),
                            interval(line),
                            line.verdict()));
            table.print(out);
        }
        comparison.onlyBase().forEach(name -> out.println("only in base: " + ConsoleNumber.name(name)));
        comparison.onlyCandidate().forEach(name -> out.println("only in candidate: " + ConsoleNumber.name(name)));
    }

    /** Shares are compared by difference: their ratio is meaningless at 0. */
    private static boolean byDifference(Comparison.Line line) {
        return line.figure().endsWith("%");
    }

    private static String ratio(Comparison.Line line) {
        return number(line.ratio(), byDifference(line) ? "%+.3f points" : "x %.3f");
    }

    private static String interval(Comparison.Line line) {
        Interval interval = line.interval();
        if (!Double.isFinite(interval.low()) || line.judgement() == Judgement.NOT_JUDGED) {
            return "-";
        }
        String format = byDifference(line) ? "%+.3f" : "%.3f";
        return number(interval.low(), format) + " to " + number(interval.high(), format);
    }

    private static String number(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }

    /** The last line: what it comes to. */
    public void conclusion(Comparison comparison, boolean valid, boolean repeated) {
        out.println();
        if (!valid) {
            out.println("NOT VALID: a run that cannot be trusted proves nothing, whatever the table says");
            return;
        }
        List<Comparison.Line> worse = comparison.with(Judgement.WORSE);
        List<Comparison.Line> better = comparison.with(Judgement.BETTER);
        if (!worse.isEmpty()) {
            out.println("REGRESSION: " + listed(worse));
        }
        if (!better.isEmpty()) {
            out.println("improved: " + listed(better));
        }
        if (worse.isEmpty() && better.isEmpty()) {
            boolean anyJudged = !comparison.with(Judgement.NO_DIFFERENCE).isEmpty();
            out.println(
                    anyJudged
                            ? "no difference shown"
                            : "cannot tell: the runs are too short, too noisy, or have too few requests");
        }
        if (!repeated) {
            out.println(
                    "From one run a side: how much runs differ among themselves is not in the intervals. Repeat each three"
                            + " times or more to have it.");
        }
    }

    private static String listed(List<Comparison.Line> lines) {
        return lines.stream()
                .map(line -> ConsoleNumber.name(line.request()) + " "
                        + line.figure().replace(" ms", "") + " " + line.verdict()
                        + (byDifference(line) ? "" : String.format(Locale.ROOT, " (x %.2f)", line.ratio())))
                .collect(Collectors.joining(", "));
    }
}
