package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatsJsonTest {

    private final RunResult result = new SampleRun(3).result();
    private final JsonNode json =
            JsonMapper.shared().readTree(StatsJson.of(result).toString());

    @Test
    void hasEveryNameOfTheSchema() {
        assertThat(json.propertyNames())
                .contains("valid", "invalid_reasons", "duration_s", "requests", "generator", "assertions");
        assertThat(json.path("requests").path("dispatch").propertyNames())
                .contains(
                        "count",
                        "ok",
                        "ko",
                        "unsent",
                        "min_ms",
                        "mean_ms",
                        "p50_ms",
                        "p75_ms",
                        "p95_ms",
                        "p99_ms",
                        "p999_ms",
                        "max_ms",
                        "service",
                        "planned_per_s",
                        "sent_per_s",
                        "answered_per_s",
                        "errors");
        assertThat(json.path("requests").path("dispatch").path("service").propertyNames())
                .contains("p50_ms", "p95_ms", "p99_ms", "p999_ms", "max_ms");
        assertThat(json.path("generator").propertyNames()).contains("cpu", "lag_p99_ms", "gc_ms");
        assertThat(json.path("assertions").get(0).propertyNames()).containsExactly("text", "actual", "passed");
    }

    @Test
    void documentsEveryNameItWrites() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "loadtest-report.md"));
        Set<String> names = new TreeSet<>();
        collect(json, names);
        names.removeAll(List.of("dispatch", "dispatch.http", "connection_lost", "status_503"));
        names.removeAll(result.info().settings().keySet());

        assertThat(names).allSatisfy(name -> assertThat(page).contains('`' + name + '`'));
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(entry -> {
            names.add(entry.getKey());
            collect(entry.getValue(), names);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, names));
        }
    }

    @Test
    void saysWhatTheResultSays() {
        RequestResult dispatch = result.requests().get(0);
        JsonNode node = json.path("requests").path("dispatch");

        assertThat(node.path("count").asLong()).isEqualTo(dispatch.ok() + dispatch.ko());
        assertThat(node.path("ok").asLong()).isEqualTo(dispatch.ok());
        assertThat(node.path("p99_ms").asDouble())
                .isCloseTo(dispatch.latency().getValueAtPercentile(99) / 1000.0, within(0.0005));
        assertThat(node.path("p999_ms").asDouble())
                .isCloseTo(dispatch.latency().getValueAtPercentile(99.9) / 1000.0, within(0.0005));
        assertThat(node.path("service").path("p99_ms").asDouble())
                .isCloseTo(dispatch.service().getValueAtPercentile(99) / 1000.0, within(0.0005));
        assertThat(node.path("planned_per_s").asDouble()).isCloseTo(dispatch.planned() / 60.0, within(0.0005));
        assertThat(node.path("errors").path("timeout").asLong(-1)).isZero();
        assertThat(node.path("hlog").asString()).isEqualTo("dispatch.hlog");
    }

    @Test
    void totalsAreTheSumOfTheirParts() {
        for (String figure : List.of("count", "ok", "ko", "unsent")) {
            long sum = 0;
            for (JsonNode request : json.path("requests")) {
                sum += request.path(figure).asLong();
            }
            assertThat(json.path("global").path(figure).asLong()).as(figure).isEqualTo(sum);
        }
        for (JsonNode request : json.path("requests")) {
            long errors = 0;
            for (JsonNode times : request.path("errors")) {
                errors += times.asLong();
            }
            assertThat(errors).isEqualTo(request.path("ko").asLong()).isPositive();
        }
    }

    @Test
    void whatWasNotMeasuredIsNull() {
        Histogram none = new Histogram(3);
        RequestResult silent = new RequestResult("silent", 0, 2, 1, 2, 0, none, none, Map.of("connect_failed", 2L));
        RunResult empty = new RunResult(
                result.info(), List.of(silent), List.of(), result.generator(), List.of(), List.of(), List.of());
        JsonNode node = StatsJson.of(empty).path("requests").path("silent");

        assertThat(node.path("p99_ms").isNull()).isTrue();
        assertThat(node.path("service").path("max_ms").isNull()).isTrue();
        assertThat(node.path("unsent").asLong()).isOne();
        assertThat(node.path("errors").path("connect_failed").asLong()).isEqualTo(2);
    }

    @Test
    void saysWhyARunIsNotValid() {
        JsonNode invalid =
                StatsJson.of(new SampleRun(3).invalid("late", "starved").result());

        assertThat(invalid.path("valid").asBoolean()).isFalse();
        assertThat(invalid.path("invalid_reasons").toString()).isEqualTo("[\"late\",\"starved\"]");
    }
}
