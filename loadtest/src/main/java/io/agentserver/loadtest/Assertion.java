package io.agentserver.loadtest;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.RequestResult;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that must hold for a run to pass: one figure of a request name, or of all of them, against a bound. Written as
 * text, {@code dispatch.p99 < 50ms}, or in Java, {@code details("dispatch").responseTime().percentile(99).lt(50)}; both are
 * the same thing and {@link #text()} of the second can be parsed. Immutable.
 *
 * <p>Times count from the planned start. A figure that does not exist, because nothing of that name was sent or answered,
 * fails whatever the bound: an assertion about nothing is a mistake in the run.
 */
public final class Assertion {

    private static final String GLOBAL = "global";

    private static final String GRAMMAR =
            "NAME.(p50|p75|p95|p99|p999|min|max|mean|failed_percent|failed_count|ok_percent|ok_count|count|ok_per_s)"
                    + " (<|<=|>|>=) NUMBER[ms|s|%], NAME a request or \"global\"";

    private static final Pattern SHAPE =
            Pattern.compile("\\s*(\\S.*?)\\s*(<=|>=|<|>)\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z%]*)\\s*");

    private static final Pattern SUBJECT =
            Pattern.compile("(.+)\\.([a-z_]+|p\\d{1,4}(?:\\.\\d{1,4})?)", Pattern.DOTALL);

    private final String request;
    private final Figure figure;
    private final Relation relation;
    private final double bound;
    private final Figure.Unit unit;
    private final String text;

    private Assertion(String request, Figure figure, Relation relation, double bound, Figure.Unit unit, String text) {
        this.request = request;
        this.figure = figure;
        this.relation = relation;
        this.bound = bound;
        this.unit = unit;
        this.text = text;
    }

    /**
     * Reads {@code NAME.FIGURE OPERATOR NUMBER[UNIT]}, for example {@code dispatch.http.p99 <= 1.5s}. A time without a unit
     * is milliseconds, a share is percent either way.
     *
     * @throws IllegalArgumentException with what was found and what was expected
     */
    public static Assertion parse(String text) {
        requireNonNull(text, "text");
        Matcher shape = SHAPE.matcher(text);
        Matcher subject = SUBJECT.matcher(shape.matches() ? shape.group(1) : "");
        if (!subject.matches()) {
            throw new IllegalArgumentException("assertion: " + text + " (expected: " + GRAMMAR + ")");
        }
        Figure figure = Figure.named(subject.group(2));
        if (figure == null) {
            throw new IllegalArgumentException("assertion: " + text + ": no figure is called \"" + subject.group(2)
                    + "\" (expected: " + GRAMMAR + ")");
        }
        Figure.Unit unit = figure.unit(shape.group(4));
        if (unit == null) {
            throw new IllegalArgumentException("assertion: " + text + ": unit \"" + shape.group(4) + "\" (expected: "
                    + unitNames(figure) + " for " + figure.name() + ")");
        }
        return new Assertion(
                subject.group(1),
                figure,
                Relation.of(shape.group(2)),
                Double.parseDouble(shape.group(3)),
                unit,
                text.strip());
    }

    /** Begins an assertion about all requests together, in which each request name counts by itself. */
    public static AssertionTarget global() {
        return new AssertionTarget(GLOBAL);
    }

    /** Begins an assertion about the requests of one name. */
    public static AssertionTarget details(String request) {
        return new AssertionTarget(requireNonNull(request, "request"));
    }

    static Assertion of(String request, Figure figure, Relation relation, double bound) {
        if (!(bound >= 0 && bound <= 1e15)) {
            throw new IllegalArgumentException("bound: " + bound + " (expected: a number from 0 up)");
        }
        Figure.Unit unit = figure.units().get(0);
        String text =
                request + "." + figure.name() + " " + relation.symbol() + " " + PlainNumber.text(bound) + unit.name();
        return new Assertion(request, figure, relation, bound, unit, text);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * Holds the figure of a finished run against the bound.
     *
     * @param requests the run's figures
     * @param window how long the requests were planned that count
     */
    public AssertionResult evaluate(List<RequestResult> requests, Duration window) {
        List<RequestResult> meant = requests.stream().filter(this::isMeant).toList();
        double actual =
                meant.isEmpty() ? Double.NaN : figure.value().applyAsDouble(Measured.of(meant, window)) / unit.factor();
        return new AssertionResult(text, actual, relation.holds(actual, bound));
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean isMeant(RequestResult result) {
        return request.equals(GLOBAL) || request.equals(result.name());
    }

    private static String unitNames(Figure figure) {
        List<String> names = figure.units().stream()
                .map(unit -> unit.name().isEmpty() ? "none" : unit.name())
                .toList();
        return String.join(", ", names);
    }
}
