package io.agentserver.server.cli;

import io.agentserver.server.hub.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A server's clients and statistics in the printed forms of the contract: M-126 for the clients, M-125 for throughput and
 * stability, which both seeds print in forms of their own.
 */
final class StatisticsText {

    private StatisticsText() {}

    /**
     * All lines, in the order of the seeds.
     *
     * @param clients the answer of {@code /api/clients}
     * @param statistics the answer of {@code /api/statistics}
     */
    static List<String> lines(JsonNode clients, JsonNode statistics) {
        List<String> lines = new ArrayList<>();
        addClients(lines, clients.path("clients"));
        addThroughput(lines, statistics.path("throughput"));
        addStability(lines, statistics.path("connections"));
        return lines;
    }

    private static void addClients(List<String> lines, JsonNode clients) {
        int devices = 0;
        int constellations = 0;
        double uptimes = 0;
        Map<String, Integer> platforms = new LinkedHashMap<>();
        for (JsonNode client : clients) {
            String type = client.path("type").asString("");
            devices += type.equals("device") ? 1 : 0;
            constellations += type.equals("constellation") ? 1 : 0;
            uptimes += client.path("uptime_seconds").asDouble(0);
            platforms.merge(client.path("platform").asString("unknown"), 1, Integer::sum);
        }
        lines.add("Devices: " + devices);
        lines.add("Constellations: " + constellations);
        lines.add("Clients by platform:");
        platforms.forEach((platform, count) -> lines.add("  " + platform + ": " + count));
        if (!clients.isEmpty()) {
            lines.add("Average uptime: " + PythonNumber.fixed(uptimes / clients.size() / 60, 1) + " minutes");
        }
    }

    private static void addThroughput(List<String> lines, JsonNode throughput) {
        double perMinute = throughput.path("rate_per_minute").asDouble(0);
        lines.add("Throughput: " + PythonNumber.fixed(perMinute, 1) + " tasks/min");
        lines.add("Current throughput: " + PythonNumber.fixed(perMinute, 2) + " tasks/min");
        lines.add("Tasks in last " + throughput.path("window_seconds").asInt(0) + "s: "
                + throughput.path("completions_in_window").asInt(0));
    }

    private static void addStability(List<String> lines, JsonNode connections) {
        String percent = PythonNumber.fixed(connections.path("stability_rate").asDouble(1) * 100, 1) + "%";
        lines.add("Connection stability: " + percent);
        lines.add("Stability: " + percent);
        lines.add("Flaky clients: "
                + connections
                        .path("flaky_clients")
                        .valueStream()
                        .map(StatisticsText::pair)
                        .collect(Collectors.joining(", ", "[", "]")));
    }

    /** A pair as Python prints it; ids are from outside, and control characters in them are escaped. */
    private static String pair(JsonNode client) {
        return "(" + PythonText.repr(client.path(0).asString("")) + ", "
                + client.path(1).asInt(0) + ")";
    }
}
