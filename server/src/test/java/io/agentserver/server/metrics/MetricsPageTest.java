package io.agentserver.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.hub.Rejection;
import io.agentserver.server.testkit.HubKit;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} has exactly the meters there are; M-16. */
class MetricsPageTest {

    private static final String PREFIX = "agent_server_";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(agent_server_\\w+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (agent_server_\\w+) (\\w+)$");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HubKit kit = new HubKit();
    private final HubMetrics metrics = HubMetrics.in(null, kit.timing().nanoTime());

    @BeforeEach
    void haveARequestOfEachKind() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 0, () -> 0, "1.2.3");
        metrics.observer().requestAnswered("/api/health", "GET", 200, 1_000_000);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void hasTheNamesAndTypesOfTheMeters() throws IOException {
        TreeMap<String, String> documented = new TreeMap<>();
        rows().forEach(row -> documented.put(row.group(1), row.group(2)));
        TreeMap<String, String> there = new TreeMap<>();
        TYPE.matcher(scrape()).results().forEach(type -> there.put(type.group(1), type.group(2)));

        assertThat(documented).isEqualTo(there);
    }

    @Test
    void hasTheLabelsOfTheMeters() throws IOException {
        rows().forEach(row -> {
            Set<String> documented = CODE.matcher(row.group(3))
                    .results()
                    .map(code -> code.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(labels(row.group(1))).as(row.group(1)).isEqualTo(documented);
        });
    }

    @Test
    void hasEveryValueOfTheLabels() throws IOException {
        String page = page();

        assertThat(LABEL.matcher(scrape().lines()
                                .filter(line -> line.startsWith(PREFIX) && !line.startsWith(PREFIX + "http"))
                                .filter(line -> !line.startsWith(PREFIX + "messages") && !line.contains("le="))
                                .collect(Collectors.joining("\n")))
                        .results()
                        .map(label -> label.group(2))
                        .filter(value -> !value.equals("1.2.3")))
                .hasSizeGreaterThan(Rejection.values().length)
                .allSatisfy(value -> assertThat(page).contains("`" + value + "`"));
    }

    @Test
    void aRegistryOfTheHubsOwnHasTheJvmAndTheProcess() {
        assertThat(scrape())
                .contains(
                        "\njvm_memory_used_bytes{",
                        "\njvm_gc_",
                        "\njvm_threads_live_threads ",
                        "\nprocess_cpu_usage ",
                        "\nprocess_uptime_seconds ",
                        "\nprocess_files_open_files ");
    }

    private Set<String> labels(String name) {
        Pattern sample = Pattern.compile("(?m)^" + name + "(?:_bucket|_count|_sum)?(?:\\{(.*)})? \\S+$");
        Matcher samples = sample.matcher(scrape());
        TreeSet<String> labels = new TreeSet<>();
        while (samples.find()) {
            String text = Objects.requireNonNullElse(samples.group(1), "");
            LABEL.matcher(text).results().map(label -> label.group(1)).forEach(labels::add);
        }
        labels.remove("le");
        return labels;
    }

    private String scrape() {
        PrometheusMeterRegistry registry = Objects.requireNonNull(metrics.prometheus());
        return registry.scrape();
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(page()).results();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "metrics.md"));
    }
}
