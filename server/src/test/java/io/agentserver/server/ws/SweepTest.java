package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.testkit.HubKit;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final HubKit kit = new HubKit();
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Sweep sweep = new Sweep(clock.eventLoop(), PACE);
    private final List<Wire> wires = new ArrayList<>();

    @BeforeEach
    void stopTheClock() {
        clock.freezeTime();
    }

    @AfterEach
    void finish() {
        wires.forEach(Wire::drop);
        wires.forEach(Wire::finish);
        clock.finishAndReleaseAll();
    }

    @Test
    @DisplayName("11: every connection of the loop is looked at")
    void looksAtAll() {
        for (int i = 0; i < 5; i++) {
            open();
        }
        kit.advance(AgentServerConfig.defaults().connections().registrationTimeout());

        tick();

        assertThat(wires).allSatisfy(wire -> assertThat(wire.goodbye()).startsWith("1008 "));
    }

    @Test
    @DisplayName("connections that come and go in any order are looked at as long as they are there, and no longer")
    void followsComingAndGoing() {
        for (int i = 0; i < 6; i++) {
            open();
        }
        wires.get(0).drop();
        wires.get(5).drop();
        wires.get(2).drop();
        open();
        kit.advance(AgentServerConfig.defaults().connections().registrationTimeout());

        tick();

        assertThat(List.of(1, 3, 4, 6))
                .allSatisfy(i -> assertThat(wires.get(i).goodbye()).startsWith("1008 "));
        assertThat(List.of(0, 2, 5))
                .allSatisfy(i -> assertThat(wires.get(i).goodbye()).isNull());
    }

    @Test
    @DisplayName("connections that end while they are looked at keep no other from being looked at")
    void survivesEndsDuringASweep() {
        for (int i = 0; i < 4; i++) {
            open();
        }
        kit.advance(AgentServerConfig.defaults().connections().registrationTimeout());
        tick();
        kit.advance(Liveness.CLOSE_TIMEOUT);

        tick();

        assertThat(wires).noneMatch(Wire::isOpen);
    }

    @Test
    @DisplayName("without connections there is no timer, and the first one starts it again")
    void restsWithoutConnections() {
        assertThat(nextTick()).isEqualTo(-1);
        Wire wire = open();
        assertThat(nextTick()).isEqualTo(PACE.toNanos());

        wire.drop();
        assertThat(nextTick()).isEqualTo(-1);

        open();
        assertThat(nextTick()).isEqualTo(PACE.toNanos());
    }

    private Wire open() {
        Wire wire = new Wire(kit, new InflightBudget(Long.MAX_VALUE), sweep);
        wires.add(wire);
        return wire;
    }

    private void tick() {
        clock.advanceTimeBy(PACE.toNanos(), TimeUnit.NANOSECONDS);
        clock.runScheduledPendingTasks();
    }

    private long nextTick() {
        return clock.runScheduledPendingTasks();
    }
}
