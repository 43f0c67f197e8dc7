package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatsCsvTest {

    @Test
    void hasTheFiguresOfStatsJson() {
        RunResult result = new SampleRun(5).result();
        JsonNode json = StatsJson.of(result).path("requests");
        List<Map<String, String>> rows = rows(StatsCsv.of(result));

        assertThat(rows).extracting(row -> row.get("name")).containsExactly("dispatch", "dispatch.http");
        for (Map<String, String> row : rows) {
            JsonNode request = json.path(row.get("name"));
            for (String figure :
                    List.of("count", "ok", "ko", "unsent", "p50_ms", "p999_ms", "max_ms", "answered_per_s")) {
                assertThat(Double.parseDouble(row.get(figure)))
                        .as(figure)
                        .isEqualTo(request.path(figure).asDouble());
            }
            assertThat(Double.parseDouble(row.get("service_p99_ms")))
                    .isEqualTo(request.path("service").path("p99_ms").asDouble());
            assertThat(row.get("errors")).matches("connection_lost=\\d+;status_503=\\d+");
        }
    }

    @Test
    void quotesNamesThatNeedIt() {
        RunResult sample = new SampleRun(5).result();
        RequestResult request = sample.requests().get(0);
        RequestResult odd =
                new RequestResult("a, \"b\"", 1, 0, 0, 1, 1, request.latency(), request.service(), Map.of());
        RunResult result = new RunResult(
                sample.info(), List.of(odd), List.of(), sample.generator(), List.of(), List.of(), List.of());

        assertThat(StatsCsv.of(result)).contains("\r\n\"a, \"\"b\"\"\",1,1,0,0,");
    }

    private static List<Map<String, String>> rows(String csv) {
        String[] lines = csv.split("\r\n");
        String[] titles = lines[0].split(",");
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    assertThat(cells).hasSameSizeAs(titles);
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < titles.length; i++) {
                        row.put(titles[i], cells[i]);
                    }
                    return row;
                })
                .toList();
    }
}
