package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServer;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract 4.2 and M-15, M-16: what Prometheus reads, and where. */
class MetricsIT {

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String TEXT = "text/plain;version=0.0.4";

    @Test
    @DisplayName("78: health is text exposition for whoever names it, JSON for everybody else")
    void negotiates() {
        try (TestServer server = TestServer.start()) {
            assertThat(accepting(server, "/api/health", OPEN_METRICS).text())
                    .contains("# TYPE agent_server_uptime_seconds gauge")
                    .endsWith("# EOF\n");
            assertThat(accepting(server, "/api/health", TEXT).text())
                    .contains("# TYPE agent_server_uptime_seconds gauge")
                    .doesNotContain("# EOF");
            for (String other : new String[] {"*/*", "text/html", "text/plain"}) {
                assertThat(accepting(server, "/api/health", other).text()).startsWith("{\"status\":\"healthy\"");
            }
            assertThat(accepting(server, "/metrics", "*/*").text()).contains("# TYPE agent_server_clients gauge");
            assertThat(accepting(server, "/metrics", OPEN_METRICS).text()).endsWith("# EOF\n");
        }
    }

    @Test
    @DisplayName("M-16: clients, sessions, connections, disconnections, messages, requests and rejections are counted")
    void counts() {
        try (TestServer server = TestServer.start();
                WireClient d1 = server.device("D1");
                WireClient gone = server.device("D2")) {
            d1.heartbeat();
            server.dispatch("{'client_id':'D1','request':'x','task_name':'n'}");
            server.get("/nope");
            gone.close();
            Eventually.that("it is gone", () -> !server.knows("D2"));

            assertThat(server.get("/metrics").text())
                    .contains(
                            "agent_server_clients{platform=\"linux\",type=\"device\"} 1.0\n",
                            "agent_server_sessions_active 1.0\n",
                            "agent_server_connections_total 2.0\n",
                            "agent_server_messages_total{direction=\"in\",type=\"heartbeat\"} 1.0\n",
                            "agent_server_rejected_total{reason=\"bad_request\"} 1.0\n",
                            "agent_server_http_request_duration_seconds_count{endpoint=\"/api/dispatch\",method=\"POST\","
                                    + "status=\"200\"} 1\n",
                            "agent_server_http_request_duration_seconds_count{endpoint=\"none\",method=\"GET\","
                                    + "status=\"404\"} 1\n",
                            "agent_server_build_info{version=",
                            "\njvm_memory_used_bytes{")
                    .containsPattern("agent_server_disconnections_total\\{reason=\"[a-z_]+\"} 1\\.0\\n")
                    .containsPattern("agent_server_event_loop_lag_seconds \\d");
        }
    }

    @Test
    @DisplayName("a registry that Prometheus cannot read is 404 at /metrics and leaves health what it is")
    void saysThatThereIsNothingToRead() {
        AgentServer description = AgentServer.create(TestServer.config()).meterRegistry(new SimpleMeterRegistry());
        try (TestServer server = TestServer.of(description)) {
            HttpAnswer answer = server.get("/metrics");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("PrometheusMeterRegistry");
            assertThat(accepting(server, "/api/health", TEXT).text()).startsWith("{\"status\":\"healthy\"");
        }
    }

    @Test
    @DisplayName("a registry given is served when Prometheus can read it or a part of it; two hubs have their own")
    void servesTheRegistryGiven() {
        PrometheusMeterRegistry given = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        given.counter("mine").increment(3);
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(given);
        AgentServer description = AgentServer.create(TestServer.config());
        try (TestServer first = TestServer.of(description.meterRegistry(composite));
                TestServer second = TestServer.of(description);
                WireClient d1 = first.device("D1")) {
            assertThat(first.get("/metrics").text())
                    .contains("\nmine_total 3.0\n", "agent_server_connections_total 1.0\n")
                    .doesNotContain("jvm_");
            assertThat(second.get("/metrics").text())
                    .contains("agent_server_connections_total 0.0\n", "\njvm_threads_live_threads ")
                    .doesNotContain("mine_total");
            d1.heartbeat();
        }
        Eventually.that("its gauges are gone", () -> !given.scrape().contains("agent_server_uptime_seconds"));
        assertThat(given.scrape()).contains("mine_total 3.0", "agent_server_connections_total 1.0");
    }

    private static HttpAnswer accepting(TestServer server, String path, String accept) {
        return server.request("GET", path, "", "Accept: " + accept);
    }
}
