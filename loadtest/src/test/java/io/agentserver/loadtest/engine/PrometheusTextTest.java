package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {

    private static String health(int underOneMs, int underFiveMs, int all) {
        String name = "agent_server_http_request_duration_seconds_bucket{endpoint=\"/api/health\",method=\"GET\","
                + "status=\"200\",le=\"";
        return name + "0.001\"} " + underOneMs + "\n" + name + "0.005\"} " + underFiveMs + "\n" + name + "+Inf\"} "
                + all + "\n";
    }

    @Test
    void addsUpSeriesAndConvertsUnits() {
        Map<String, Double> values = PrometheusText.of("""
                        # HELP agent_server_clients registered clients
                        # TYPE agent_server_clients gauge
                        agent_server_clients{platform="linux",type="device"} 12.0
                        agent_server_clients{platform="windows",type="constellation"} 3.0
                        agent_server_sessions_active 4.0
                        agent_server_event_loop_lag_seconds 0.0025
                        jvm_memory_used_bytes{area="heap",id="a"} 100.0
                        jvm_memory_used_bytes{area="heap",id="b"} 50.0
                        jvm_memory_used_bytes{area="nonheap",id="c"} 7.0
                        process_cpu_usage 0.25
                        something_else NaN
                        broken line here
                        """).values(PrometheusText.of(""));

        assertThat(values)
                .containsEntry("clients", 15.0)
                .containsEntry("sessions_active", 4.0)
                .containsEntry("event_loop_lag_ms", 2.5)
                .containsEntry("heap_bytes", 150.0)
                .containsEntry("cpu", 0.25)
                .doesNotContainKeys("dispatch_p99_ms", "outbox_bytes");
    }

    @Test
    void aPercentileIsThatOfTheRequestsSinceTheTextBefore() {
        PrometheusText before = PrometheusText.of(health(1_000, 1_000, 1_000));
        PrometheusText now = PrometheusText.of(health(1_000, 1_100, 1_100));

        // All hundred since then took 1 to 5 ms: by interpolation 99 of them less than 4.96.
        assertThat(now.values(before).get("health_p99_ms")).isCloseTo(4.96, within(0.001));
        assertThat(now.values(now)).doesNotContainKey("health_p99_ms");
    }

    @Test
    void beyondTheLastBucketItIsThatBucketsBound() {
        assertThat(PrometheusText.of(health(0, 10, 100)).values(PrometheusText.of("")))
                .containsEntry("health_p99_ms", 5.0);
    }

    @Test
    void anotherServersTextHasNothingForUs() {
        assertThat(PrometheusText.of("http_requests_total 3\n").values(PrometheusText.of("")))
                .isEmpty();
    }
}
