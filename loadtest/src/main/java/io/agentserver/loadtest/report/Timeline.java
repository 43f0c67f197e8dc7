package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.Second;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run second by second in columns, as charts want it. A run of more seconds than a chart has room for is drawn in steps of
 * several: rates as their mean, times and lag as the worst of them, so that no spike is lost.
 */
final class Timeline {

    private static final int MOST_POINTS = 900;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Timeline() {}

    static ObjectNode of(List<Second> seconds) {
        List<List<Second>> steps = steps(seconds, MOST_POINTS);
        ObjectNode node = NODES.objectNode();
        node.put("step", steps.isEmpty() ? 1 : steps.get(0).size());
        ArrayNode at = node.putArray("t");
        ArrayNode users = node.putArray("users");
        for (List<Second> step : steps) {
            at.add(step.get(0).index());
            users.add(step.get(step.size() - 1).activeUsers());
        }
        ArrayNode requests = node.putArray("requests");
        for (String name : names(seconds)) {
            requests.add(request(name, steps));
        }
        return node;
    }

    static ObjectNode of(GeneratorHealth generator) {
        ObjectNode node = NODES.objectNode();
        ArrayNode at = node.putArray("t");
        ArrayNode cpu = node.putArray("cpu");
        ArrayNode lag = node.putArray("lag_ms");
        ArrayNode gc = node.putArray("gc_ms");
        for (List<GeneratorHealth.Sample> step : steps(generator.seconds(), MOST_POINTS)) {
            at.add(step.get(0).index());
            JsonNumbers.add(
                    cpu,
                    step.stream()
                            .mapToDouble(GeneratorHealth.Sample::cpu)
                            .average()
                            .orElse(0));
            JsonNumbers.add(
                    lag,
                    step.stream()
                            .mapToDouble(GeneratorHealth.Sample::lagMaxMillis)
                            .max()
                            .orElse(0));
            gc.add(step.stream().mapToLong(GeneratorHealth.Sample::gcMillis).sum());
        }
        return node;
    }

    static <T> List<List<T>> steps(List<T> seconds, int most) {
        int size = Math.max(1, (seconds.size() + most - 1) / most);
        List<List<T>> steps = new ArrayList<>();
        for (int from = 0; from < seconds.size(); from += size) {
            steps.add(seconds.subList(from, Math.min(seconds.size(), from + size)));
        }
        return steps;
    }

    private static Set<String> names(List<Second> seconds) {
        Set<String> names = new LinkedHashSet<>();
        seconds.forEach(second -> names.addAll(second.requests().keySet()));
        return names;
    }

    private static ObjectNode request(String name, List<List<Second>> steps) {
        ObjectNode node = NODES.objectNode();
        node.put("name", name);
        mean(node, "planned", name, steps, Second.Request::planned);
        mean(node, "sent", name, steps, Second.Request::sent);
        mean(node, "ok", name, steps, Second.Request::ok);
        mean(node, "ko", name, steps, Second.Request::ko);
        worst(node, "p50", name, steps, Second.Request::p50);
        worst(node, "p75", name, steps, Second.Request::p75);
        worst(node, "p95", name, steps, Second.Request::p95);
        worst(node, "p99", name, steps, Second.Request::p99);
        worst(node, "max", name, steps, Second.Request::max);
        return node;
    }

    private static void mean(
            ObjectNode node,
            String key,
            String name,
            List<List<Second>> steps,
            ToDoubleFunction<Second.Request> figure) {
        ArrayNode column = node.putArray(key);
        for (List<Second> step : steps) {
            JsonNumbers.add(column, values(name, step, figure).sum() / step.size());
        }
    }

    /** Null where no request ended. */
    private static void worst(
            ObjectNode node,
            String key,
            String name,
            List<List<Second>> steps,
            ToDoubleFunction<Second.Request> figure) {
        ArrayNode column = node.putArray(key);
        for (List<Second> step : steps) {
            double worst = values(name, step, figure).max().orElse(0);
            JsonNumbers.add(column, worst > 0 ? worst : Double.NaN);
        }
    }

    private static DoubleStream values(String name, List<Second> step, ToDoubleFunction<Second.Request> figure) {
        return step.stream()
                .map(second -> second.requests().get(name))
                .filter(request -> request != null)
                .mapToDouble(figure);
    }
}
