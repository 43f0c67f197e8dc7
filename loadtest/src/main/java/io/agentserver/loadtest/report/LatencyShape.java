package io.agentserver.loadtest.report;

import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The whole of a latency, from the planned start beside the service time: its quantiles and how it is distributed. */
final class LatencyShape {

    private static final int POINTS_PER_DECADE = 24;
    private static final int BINS = 48;
    private static final double SMALLEST_RATIO =
            2; // of the largest to the smallest edge, so that one value has a shape
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LatencyShape() {}

    /**
     * Quantiles at {@code x}, the number of requests of which one was slower: 2 is the median, 100 is p99. As far as there are
     * requests to tell.
     */
    static ObjectNode quantiles(Histogram planned, Histogram service) {
        ObjectNode node = NODES.objectNode();
        ArrayNode at = node.putArray("x");
        ArrayNode fromPlanned = node.putArray("planned");
        ArrayNode fromSent = node.putArray("service");
        long count = Math.max(planned.getTotalCount(), service.getTotalCount());
        LongPredicate enough = step -> Math.pow(10, (double) step / POINTS_PER_DECADE) <= count;
        for (long step = 0; count > 0 && enough.test(step); step++) {
            double x = Math.pow(10, (double) step / POINTS_PER_DECADE);
            double percentile = 100 * (1 - 1 / x);
            JsonNumbers.add(at, x);
            JsonNumbers.add(fromPlanned, millis(planned, percentile));
            JsonNumbers.add(fromSent, millis(service, percentile));
        }
        return node;
    }

    /** Shares in percent of bins whose edges, in milliseconds, stand in equal ratios; one more edge than bins. */
    static ObjectNode distribution(Histogram planned, Histogram service) {
        ObjectNode node = NODES.objectNode();
        ArrayNode edges = node.putArray("edges");
        ArrayNode fromPlanned = node.putArray("planned");
        ArrayNode fromSent = node.putArray("service");
        if (planned.getTotalCount() == 0) {
            return node;
        }
        boolean both = service.getTotalCount() > 0;
        double low = Math.max(1, both ? Math.min(planned.getMinValue(), service.getMinValue()) : planned.getMinValue());
        double high = Math.max(planned.getMaxValue(), both ? service.getMaxValue() : 0) + 1.0;
        double ratio = Math.max(SMALLEST_RATIO, high / low);
        long edge = (long) low;
        JsonNumbers.add(edges, edge / 1000.0);
        for (int bin = 1; bin <= BINS; bin++) {
            long next = (long) Math.ceil(low * Math.pow(ratio, (double) bin / BINS));
            if (next > edge) {
                JsonNumbers.add(fromPlanned, share(planned, edge, next, bin == 1, bin == BINS));
                JsonNumbers.add(fromSent, share(service, edge, next, bin == 1, bin == BINS));
                JsonNumbers.add(edges, next / 1000.0);
                edge = next;
            }
        }
        return node;
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Of the values from {@code from} to below {@code to}; the outer bins also take what rounding put beyond them. */
    private static double share(Histogram micros, long from, long to, boolean first, boolean last) {
        long total = micros.getTotalCount();
        if (total == 0) {
            return Double.NaN;
        }
        long below = last ? total : below(micros, to);
        return 100.0 * (below - (first ? 0 : below(micros, from))) / total;
    }

    /** How many values are below; a bucket that reaches over the limit counts by where it begins. */
    private static long below(Histogram micros, long limit) {
        long count = 0;
        for (var value : micros.recordedValues()) {
            if (micros.lowestEquivalentValue(value.getValueIteratedTo()) >= limit) {
                break;
            }
            count = value.getTotalCountToThisValue();
        }
        return count;
    }
}
