package io.agentserver.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target, and the measure it is about.
 *
 * @param number as the list of targets counts
 * @param title what is measured
 * @param measure the name of the series in the table
 * @param against the kind of server the hub is set against, or null when its own figure counts
 * @param upwards whether the limit is the least, or else the most
 * @param unit what follows the figures, with its space
 */
record Goal(
        String number,
        String title,
        String measure,
        Subject.@Nullable Kind against,
        boolean upwards,
        double limit,
        String unit) {

    static Goal atLeast(String number, String title, String measure, double limit, String unit) {
        return new Goal(number, title, measure, null, true, limit, unit);
    }

    static Goal atMost(String number, String title, String measure, double limit, String unit) {
        return new Goal(number, title, measure, null, false, limit, unit);
    }

    /** The same for the ratio of the hub's figure to that server's of the same round. */
    Goal to(Subject.Kind other) {
        return new Goal(number, title, measure, other, upwards, limit, unit);
    }

    /** Its row of the page, from what was measured. */
    Row row(Table table) {
        Series own = table.own(measure);
        if (own == null) {
            return row("", "not measured");
        }
        if (against == null) {
            return row(own.summary(unit), verdict(own.median()));
        }
        Series other = table.series(measure, against);
        if (other == null) {
            return row("", "not measured: nothing to compare with");
        }
        Series ratios = own.ratios(other);
        String beside = " (" + Series.number(own.median()) + " against " + Series.number(other.median()) + ")";
        return row(ratios.summary(unit) + beside, verdict(ratios.median()));
    }

    /** Its row when there is no figure. */
    Row row(String figure, String verdict) {
        return new Row(number, title, (upwards ? "≥ " : "≤ ") + Series.number(limit) + unit, figure, verdict);
    }

    private String verdict(double value) {
        return (upwards ? value >= limit : value <= limit) ? "met" : "**not met**";
    }

    /** The rows of goals that could not be measured. */
    static List<Row> rows(List<Goal> goals, String verdict) {
        return goals.stream().map(goal -> goal.row("", verdict)).toList();
    }

    /** A row of the page. */
    record Row(String number, String title, String target, String figure, String verdict) {

        String markdown() {
            return "| %s | %s | %s | %s | %s |\n".formatted(number, title, target, figure, verdict);
        }
    }
}
