package io.agentserver.loadtest.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The samples of a Prometheus text, and the few of them that are drawn beside a run. */
final class PrometheusText {

    private static final String DURATION = "agent_server_http_request_duration_seconds_bucket";

    /** Where a histogram's buckets stood: the upper bound to the number. */
    private final Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();

    private final Map<String, Double> sums = new HashMap<>();

    private PrometheusText() {}

    /** Reads a text; lines that are none are passed over. */
    static PrometheusText of(String text) {
        PrometheusText result = new PrometheusText();
        text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(result::line);
        return result;
    }

    private void line(String line) {
        int labelsEnd = line.lastIndexOf('}');
        int space = line.indexOf(' ', Math.max(0, labelsEnd));
        int open = line.indexOf('{');
        if (space < 0) {
            return;
        }
        String name = line.substring(0, open >= 0 && open < space ? open : space);
        String labels = labelsEnd > open && open >= 0 ? line.substring(open + 1, labelsEnd) : "";
        double value = number(line.substring(space + 1).strip().split(" ", 2)[0]);
        if (Double.isNaN(value)) {
            return;
        }
        if (name.equals(DURATION)) {
            String endpoint = label(labels, "endpoint");
            double bound = number(label(labels, "le"));
            buckets.computeIfAbsent(endpoint, absent -> new TreeMap<>()).merge(bound, value, Double::sum);
        } else {
            sums.merge(name, value, Double::sum);
            if (name.equals("jvm_memory_used_bytes") && label(labels, "area").equals("heap")) {
                sums.merge("heap", value, Double::sum);
            }
        }
    }

    private static double number(String text) {
        if (text.equals("+Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String label(String labels, String name) {
        String start = name + "=\"";
        int at = labels.startsWith(start) ? 0 : labels.indexOf("," + start) + 1;
        if (!labels.startsWith(start, at)) {
            return "";
        }
        int from = at + start.length();
        int to = labels.indexOf('"', from);
        return to < 0 ? "" : labels.substring(from, to);
    }

    /** The values under short names; percentiles are of the requests since {@code before}, or since its start. */
    Map<String, Double> values(PrometheusText before) {
        Map<String, Double> values = new TreeMap<>();
        copy(values, "clients", "agent_server_clients", 1);
        copy(values, "sessions_active", "agent_server_sessions_active", 1);
        copy(values, "event_loop_lag_ms", "agent_server_event_loop_lag_seconds", 1000);
        copy(values, "outbox_bytes", "agent_server_outbox_bytes", 1);
        copy(values, "heap_bytes", "heap", 1);
        copy(values, "cpu", "process_cpu_usage", 1);
        quantile(values, "health_p99_ms", "/api/health", before);
        quantile(values, "clients_p99_ms", "/api/clients", before);
        quantile(values, "dispatch_p99_ms", "/api/dispatch", before);
        return values;
    }

    private void copy(Map<String, Double> into, String name, String sample, double factor) {
        Double value = sums.get(sample);
        if (value != null) {
            into.put(name, value * factor);
        }
    }

    /** Interpolates within a bucket, as Prometheus does. */
    private void quantile(Map<String, Double> into, String name, String endpoint, PrometheusText before) {
        TreeMap<Double, Double> now = buckets.get(endpoint);
        if (now == null) {
            return;
        }
        TreeMap<Double, Double> then = before.buckets.getOrDefault(endpoint, new TreeMap<>());
        double all = now.lastEntry().getValue()
                - (then.isEmpty() ? 0 : then.lastEntry().getValue());
        if (all <= 0) {
            return;
        }
        double wanted = all * 0.99;
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : now.entrySet()) {
            double upTo = bucket.getValue() - then.getOrDefault(bucket.getKey(), 0.0);
            if (upTo >= wanted) {
                boolean last = bucket.getKey().isInfinite();
                double share = upTo == below ? 0 : (wanted - below) / (upTo - below);
                into.put(name, 1000 * (last ? lower : lower + (bucket.getKey() - lower) * share));
                return;
            }
            lower = bucket.getKey();
            below = upTo;
        }
    }
}
