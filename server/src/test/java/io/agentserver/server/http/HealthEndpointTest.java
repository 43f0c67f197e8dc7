package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contract 4.2; M-1 to M-5. */
class HealthEndpointTest {

    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults().withLimits(limits -> limits.withOnlineClientsInHealth(2)),
            new DelegateEngine());
    private final HealthEndpoint endpoint =
            new HealthEndpoint(kit.snapshots(), 2, "1.2.3", kit.timing().nanoTime());

    @Test
    void hasEverythingTogether() {
        kit.device("lab-7");
        kit.constellation("run@lab-7", "lab-7");
        kit.sessions().dispatch("lab-7", "list files", null);
        kit.advance(Duration.ofMillis(61_999));

        assertThat(text())
                .isEqualTo(
                        "{\"status\":\"healthy\",\"uptime_seconds\":61,\"connected_clients\":2,\"active_sessions\":0,"
                                + "\"online_clients\":[\"lab-7\",\"run@lab-7\"],\"device_count\":1,\"constellation_count\":1,"
                                + "\"version\":\"1.2.3\"}");
    }

    @Test
    void countsSessionsThatHaveNotEnded() {
        kit.device("lab-7");
        kit.sessions().dispatch("lab-7", "list files", null);

        assertThat(text()).contains("\"active_sessions\":1");
    }

    @Test
    void cutsTheListAboveTheLimitAndSaysSo() {
        kit.device("a");
        kit.device("b");
        assertThat(text()).doesNotContain("truncated");
        kit.device("c");
        kit.advance(Duration.ofMillis(100));

        assertThat(text())
                .contains(
                        "\"connected_clients\":3",
                        "\"online_clients\":[\"a\",\"b\"],\"online_clients_truncated\":true");
    }

    @Test
    void isEncodedOncePerSecond() {
        kit.device("a");
        Reply first = Calls.now(endpoint.answer(Calls.get()));
        kit.advance(Duration.ofMillis(999));
        assertThat(endpoint.answer(Calls.get())).isSameAs(first);
        kit.advance(Duration.ofMillis(1));

        assertThat(text()).contains("\"uptime_seconds\":1,");
    }

    private String text() {
        return Calls.text(endpoint.answer(Calls.get()));
    }
}
