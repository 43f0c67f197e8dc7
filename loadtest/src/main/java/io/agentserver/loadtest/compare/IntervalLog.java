package io.agentserver.loadtest.compare;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.HdrHistogram.AbstractHistogram;

/**
 * The interval histograms of one request name of one run, made small: the values that occur at all, and for each interval
 * which of them how often. Choosing intervals again and again is then a sum of short rows. Immutable.
 */
public final class IntervalLog {

    /** Longer runs are resampled in steps of several seconds. */
    private static final int MOST_ROWS = 240;

    private final double[] millis;
    private final Row[] rows;
    private final int intervals;

    private static final class Row {

        private final int[] places;
        private final long[] counts;

        Row(int[] places, long[] counts) {
            this.places = places;
            this.counts = counts;
        }

        void addTo(long[] sums, int times) {
            for (int i = 0; i < places.length; i++) {
                sums[places[i]] += times * counts[i];
            }
        }
    }

    private IntervalLog(double[] millis, Row[] rows, int intervals) {
        this.millis = millis;
        this.rows = rows;
        this.intervals = intervals;
    }

    /**
     * Makes one.
     *
     * @param intervals histograms of microseconds in the order of time
     */
    public static IntervalLog of(List<? extends AbstractHistogram> intervals) {
        int step = Math.max(1, (intervals.size() + MOST_ROWS - 1) / MOST_ROWS);
        TreeSet<Long> values = new TreeSet<>();
        intervals.forEach(
                interval -> interval.recordedValues().forEach(value -> values.add(value.getValueIteratedTo())));
        long[] known = values.stream().mapToLong(Long::longValue).toArray();
        Row[] rows = new Row[(intervals.size() + step - 1) / step];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row(intervals.subList(row * step, Math.min(intervals.size(), (row + 1) * step)), known);
        }
        return new IntervalLog(
                Arrays.stream(known).mapToDouble(micros -> micros / 1000.0).toArray(), rows, intervals.size());
    }

    private static Row row(List<? extends AbstractHistogram> intervals, long[] known) {
        long[] all = new long[known.length];
        for (AbstractHistogram interval : intervals) {
            interval.recordedValues()
                    .forEach(value -> all[Arrays.binarySearch(known, value.getValueIteratedTo())] +=
                            value.getCountAddedInThisIterationStep());
        }
        int[] places = IntStream.range(0, all.length).filter(i -> all[i] > 0).toArray();
        return new Row(places, Arrays.stream(places).mapToLong(i -> all[i]).toArray());
    }

    /** How many intervals were logged. */
    int intervals() {
        return intervals;
    }

    /** How many rows there are to choose from. */
    int rows() {
        return rows.length;
    }

    /** The figures of everything. */
    Sample all() {
        int[] every = new int[rows.length];
        Arrays.setAll(every, row -> row);
        return sample(every);
    }

    /** The figures that the chosen rows would come to; a row may be chosen more than once. */
    Sample sample(int[] chosen) {
        int[] times = new int[rows.length];
        for (int index : chosen) {
            times[index]++;
        }
        long[] counts = new long[millis.length];
        for (int index = 0; index < rows.length; index++) {
            if (times[index] > 0) {
                rows[index].addTo(counts, times[index]);
            }
        }
        return Sample.of(millis, counts, chosen.length);
    }
}
