package io.agentserver.loadtest.report;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The end of a run in the console: whether it is valid, figures per request, errors, the generator, each assertion. */
public final class Verdict {

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";

    private final RunResult result;
    private final PrintWriter out;
    private final boolean colour;

    private Verdict(RunResult result, PrintWriter out, boolean colour) {
        this.result = result;
        this.out = out;
        this.colour = colour;
    }

    /**
     * Prints it.
     *
     * @param colour whether {@code out} is a terminal that understands ANSI colours
     */
    public static void print(RunResult result, PrintWriter out, boolean colour) {
        new Verdict(requireNonNull(result, "result"), requireNonNull(out, "out"), colour).print();
    }

    private void print() {
        RunInfo info = result.info();
        out.println();
        out.println(ConsoleNumber.name(info.scenario()) + " against " + ConsoleNumber.name(info.target()) + ": "
                + ConsoleNumber.of(Times.seconds(info.duration())) + " s measured"
                + (info.interrupted() ? ", interrupted" : ""));
        if (!result.valid()) {
            out.println();
            out.println(painted(YELLOW, "NOT VALID: these figures cannot be trusted."));
            result.invalidReasons().forEach(reason -> out.println("  - " + ConsoleNumber.name(reason)));
        }
        counts().print(out);
        times().print(out);
        errors();
        generator();
        assertions();
        out.println(conclusion());
        out.flush();
    }

    private ConsoleTable counts() {
        ConsoleTable table =
                new ConsoleTable("requests", "sent", "ok", "ko", "never sent", "planned/s", "sent/s", "answered/s");
        for (RequestResult request : result.requests()) {
            table.row(
                    ConsoleNumber.name(request.name()),
                    Long.toString(request.count()),
                    Long.toString(request.ok()),
                    Long.toString(request.ko()),
                    Long.toString(request.unsent()),
                    rate(request.planned()),
                    rate(request.sent()),
                    rate(request.answered()));
        }
        return table;
    }

    private String rate(long count) {
        return String.format(
                Locale.ROOT, "%.1f", Times.perSecond(count, result.info().duration()));
    }

    private ConsoleTable times() {
        ConsoleTable table = new ConsoleTable(
                "milliseconds from the planned start", "p50", "p75", "p95", "p99", "p99.9", "max", "mean");
        for (RequestResult request : result.requests()) {
            table.row(cells(ConsoleNumber.name(request.name()), Times.of(request.latency())));
            table.row(cells("  service time", Times.of(request.service())));
        }
        return table;
    }

    private static String[] cells(String name, Times times) {
        return new String[] {
            name,
            ConsoleNumber.of(times.p50()),
            ConsoleNumber.of(times.p75()),
            ConsoleNumber.of(times.p95()),
            ConsoleNumber.of(times.p99()),
            ConsoleNumber.of(times.p999()),
            ConsoleNumber.of(times.max()),
            ConsoleNumber.of(times.mean())
        };
    }

    private void errors() {
        out.println();
        List<String> lines = result.requests().stream()
                .filter(request -> request.errors().values().stream().anyMatch(times -> times > 0))
                .map(request -> "errors of " + ConsoleNumber.name(request.name()) + ": " + kinds(request.errors()))
                .toList();
        lines.forEach(line -> out.println(painted(RED, line)));
        if (lines.isEmpty()) {
            out.println("no errors");
        }
    }

    private static String kinds(Map<String, Long> errors) {
        return errors.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> ConsoleNumber.name(entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private void generator() {
        GeneratorHealth generator = result.generator();
        StringBuilder line = new StringBuilder("generator: CPU ").append(ConsoleNumber.percent(generator.cpu()));
        if (generator.machineCpu() >= 0) {
            line.append(" (whole machine ")
                    .append(ConsoleNumber.percent(generator.machineCpu()))
                    .append(')');
        }
        line.append(", late by ")
                .append(ConsoleNumber.of(generator.lagP99Millis()))
                .append(" ms at p99 and ")
                .append(ConsoleNumber.of(generator.lagMaxMillis()))
                .append(" ms at most, ")
                .append(generator.gcPauses())
                .append(generator.gcPauses() == 1 ? " GC pause" : " GC pauses")
                .append(" of ")
                .append(generator.gcMillis())
                .append(" ms in all");
        if (generator.residentBytes() >= 0) {
            line.append(", ").append(generator.residentBytes() >> 20).append(" MiB");
        }
        out.println(line);
        out.println();
    }

    private void assertions() {
        for (AssertionResult assertion : result.assertions()) {
            String line = (assertion.passed() ? "✓ " : "✗ ") + ConsoleNumber.name(assertion.text()) + "   (actual: "
                    + ConsoleNumber.actual(assertion) + ")";
            out.println(painted(assertion.passed() ? GREEN : RED, line));
        }
    }

    private String conclusion() {
        if (!result.valid()) {
            return painted(
                    YELLOW,
                    "NOT VALID: " + result.invalidReasons().size()
                            + (result.invalidReasons().size() == 1 ? " reason" : " reasons") + ", see above");
        }
        int all = result.assertions().size();
        long failed = result.assertions().stream().filter(a -> !a.passed()).count();
        if (failed > 0) {
            return painted(RED, "FAILED: " + failed + " of " + all + (all == 1 ? " assertion" : " assertions"));
        }
        return painted(GREEN, all == 0 ? "VALID: nothing was asserted" : "PASSED");
    }

    private String painted(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
