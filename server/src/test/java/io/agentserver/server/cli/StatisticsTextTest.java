package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatisticsTextTest {

    private static final JsonNode STATISTICS = Json.of("{'latency':{},"
            + "'throughput':{'window_seconds':60,'completions_in_window':2,'rate_per_second':0.0333,"
            + "'rate_per_minute':2.0,'total_completions':9},"
            + "'connections':{'total_connections':20,'total_disconnections':1,'stability_rate':0.95,"
            + "'disconnections_per_hour':0.0,'flaky_clients':[['device_windows_001',3],['b',4]]}}");

    @Test
    @DisplayName("M-125, M-126: every printed form, as the seeds' scripts print it")
    void printsTheFormsOfTheSeeds() {
        JsonNode clients = Json.of("{'clients':["
                + "{'client_id':'a','type':'device','platform':'windows','uptime_seconds':1000},"
                + "{'client_id':'b','type':'constellation','platform':'linux','uptime_seconds':400},"
                + "{'client_id':'c','type':'device','platform':'windows','uptime_seconds':814}],'total':3}");

        assertThat(StatisticsText.lines(clients, STATISTICS))
                .containsExactly(
                        "Devices: 2",
                        "Constellations: 1",
                        "Clients by platform:",
                        "  windows: 2",
                        "  linux: 1",
                        "Average uptime: 12.3 minutes",
                        "Throughput: 2.0 tasks/min",
                        "Current throughput: 2.00 tasks/min",
                        "Tasks in last 60s: 2",
                        "Connection stability: 95.0%",
                        "Stability: 95.0%",
                        "Flaky clients: [('device_windows_001', 3), ('b', 4)]");
    }

    @Test
    @DisplayName("M-126: without clients there is no average")
    void leavesOutTheAverageOfNobody() {
        assertThat(StatisticsText.lines(Json.of("{'clients':[],'total':0}"), STATISTICS))
                .startsWith("Devices: 0", "Constellations: 0", "Clients by platform:", "Throughput: 2.0 tasks/min");
    }

    @Test
    void keepsAnIdFromForgingALine() {
        JsonNode statistics = Json.of("{'throughput':{},'connections':{'flaky_clients':[['a\\nStability: 0%',3]]}}");

        assertThat(StatisticsText.lines(Json.of("{'clients':[]}"), statistics))
                .endsWith("Flaky clients: [('a\\nStability: 0%', 3)]");
    }
}
