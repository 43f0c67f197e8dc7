package io.agentserver.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Values of one measure of one subject, one per round. */
final class Series {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest and the largest. */
    String spread() {
        List<Double> sorted = sorted();
        return number(sorted.get(0)) + " .. " + number(sorted.get(sorted.size() - 1));
    }

    /** The median with its unit and, where there is more than one value, the spread. */
    String summary(String unit) {
        return number(median()) + unit + (values.size() == 1 ? "" : " [" + spread() + "]");
    }

    /** These values divided by those of the same rounds. */
    Series ratios(Series others) {
        Series ratios = new Series();
        for (int round = 0; round < Math.min(values.size(), others.values.size()); round++) {
            ratios.add(values.get(round) / others.values.get(round));
        }
        return ratios;
    }

    /** Three digits that mean something, and no exponent. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new IllegalStateException("A series without values has no median");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }
}
