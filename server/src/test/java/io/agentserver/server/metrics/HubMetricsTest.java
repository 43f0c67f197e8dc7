package io.agentserver.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** M-16: what the meters say, and where they are. */
class HubMetricsTest {

    private final HubKit kit = new HubKit();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HubMetrics metrics = HubMetrics.in(registry, kit.timing().nanoTime());

    @Test
    void clientsAreCountedByTypeAndPlatformAsTheSnapshotHasThem() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 0, () -> 99, "1");
        assertThat(clients("device", "linux")).isZero();

        kit.device("a");
        HubKit.Client second = kit.device("b");
        kit.device("c", "beos");
        kit.constellation("run@a", "a");

        assertThat(clients("device", "linux")).isEqualTo(2);
        assertThat(clients("device", "other")).isEqualTo(1);
        kit.disconnect(second);
        assertThat(clients("device", "linux")).isEqualTo(1);
        assertThat(clients("device", "windows")).isZero();
    }

    @Test
    void gaugesShowSessionsUptimeAndOutbox() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 77, () -> 99, "1");
        kit.device("a");
        kit.sessions().dispatch("a", "x", null);
        kit.advance(Duration.ofMillis(1_500));

        assertThat(gauge("agent.server.sessions.active")).isEqualTo(1);
        assertThat(gauge("agent.server.uptime")).isEqualTo(1.5);
        assertThat(gauge("agent.server.outbox")).isEqualTo(77);
        assertThat(gauge("agent.server.inflight")).isEqualTo(99);
    }

    @Test
    void eventsThatReadersMissAreCounted() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 0, () -> 0, "1");
        for (int i = 0; i < 5_000; i++) {
            kit.disconnect(kit.device("d" + i));
        }
        assertThat(missed()).isZero();

        kit.journal().after(1).subscribe();
        kit.advance(Duration.ZERO);

        // 10,000 events, of which the journal holds 4,096; the reader had the first already.
        assertThat(missed())
                .isEqualTo(10_000 - 4_096 - 1)
                .isEqualTo(kit.journal().missedEvents());
    }

    @Test
    void readersOfMessagesAndOfEventsWhoDoNotKeepUpAreCounted() {
        metrics.observer().slowReader("a", 1);
        metrics.observer().streamStalled(Duration.ofSeconds(60));

        assertThat(registry.get("agent.server.slow.readers").counter().count()).isEqualTo(2);
    }

    @Test
    void directMemoryOfTheAllocatorIsShown() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 0, () -> 0, "1");
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(1 << 20);
        try {
            assertThat(gauge("agent.server.netty.direct.memory")).isGreaterThanOrEqualTo(1 << 20);
        } finally {
            buffer.release();
        }
    }

    @Test
    void requestsAreTimedByEndpointMethodAndStatus() {
        metrics.observer().requestAnswered("/api/health", "GET", 200, 2_000_000);
        metrics.observer().requestAnswered("/api/health", "GET", 200, 4_000_000);
        metrics.observer().requestAnswered(null, "OTHER", 404, 1_000_000);

        assertThat(registry.get("agent.server.http.request.duration")
                        .tags("endpoint", "/api/health", "method", "GET", "status", "200")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(6);
        assertThat(registry.get("agent.server.http.request.duration")
                        .tags("endpoint", "none", "method", "OTHER", "status", "404")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void gaugesLeaveARegistryThatOutlivesTheHub() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 1, () -> 99, "1");
        metrics.close();

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getType())
                .contains(Meter.Type.COUNTER);
        assertThat(registry.find("agent.server.outbox").gauge()).isNull();
        HubMetrics next = HubMetrics.in(registry, kit.timing().nanoTime());
        next.show(kit.snapshots(), kit.journal(), () -> 2, () -> 99, "1");
        assertThat(gauge("agent.server.outbox")).isEqualTo(2);
        assertThat(registry.isClosed()).isFalse();
    }

    @Test
    void onlyARegistryOfPrometheusCanBeRead() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(new SimpleMeterRegistry());
        HubMetrics inComposite = HubMetrics.in(composite, kit.timing().nanoTime());

        assertThat(metrics.prometheus()).isNull();
        assertThat(inComposite.prometheus()).isNull();
        composite.add(prometheus);
        assertThat(inComposite.prometheus()).isSameAs(prometheus);
        assertThat(HubMetrics.in(prometheus, kit.timing().nanoTime()).prometheus())
                .isSameAs(prometheus);
    }

    @Test
    void anInjectedRegistryGetsNoMetersOfTheJvm() {
        metrics.show(kit.snapshots(), kit.journal(), () -> 1, () -> 99, "1");

        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getName()).startsWith("agent.server."));
    }

    private double clients(String type, String platform) {
        return registry.get("agent.server.clients")
                .tags("type", type, "platform", platform)
                .gauge()
                .value();
    }

    private double missed() {
        return registry.get("agent.server.events.missed").functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
