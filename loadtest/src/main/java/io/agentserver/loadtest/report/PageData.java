package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.loadtest.stats.ServerSample;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the page draws: {@code stats.json}, with requests as a list in their order, and what only charts need. */
final class PageData {

    private static final int MOST_SAMPLES = 900;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PageData() {}

    static ObjectNode of(RunResult result) {
        ObjectNode root = StatsJson.of(result);
        JsonNode figures = root.remove("requests");
        ArrayNode requests = root.putArray("requests");
        for (RequestResult request : result.requests()) {
            ObjectNode node = requests.addObject();
            node.put("name", request.name());
            node.set("figures", figures.get(request.name()));
            node.set("quantiles", LatencyShape.quantiles(request.latency(), request.service()));
            node.set("distribution", LatencyShape.distribution(request.latency(), request.service()));
        }
        root.set("timeline", Timeline.of(result.seconds()));
        root.set("generator_timeline", Timeline.of(result.generator()));
        root.set("server", server(result.server()));
        return root;
    }

    /** A column for each figure that the server told at least once; null where it did not. */
    private static ArrayNode server(List<ServerSample> samples) {
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> names.addAll(sample.values().keySet()));
        List<List<ServerSample>> steps = Timeline.steps(samples, MOST_SAMPLES);
        ArrayNode columns = NODES.arrayNode();
        for (String name : names) {
            ObjectNode column = columns.addObject();
            column.put("name", name);
            ArrayNode at = column.putArray("t");
            ArrayNode values = column.putArray("v");
            for (List<ServerSample> step : steps) {
                JsonNumbers.add(at, step.get(0).seconds());
                JsonNumbers.add(
                        values,
                        step.stream()
                                .mapToDouble(sample -> sample.values().getOrDefault(name, Double.NaN))
                                .filter(Double::isFinite)
                                .max()
                                .orElse(Double.NaN));
            }
        }
        return columns;
    }
}
