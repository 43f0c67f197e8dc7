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

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final long STEP_NANOS = ROUND.toNanos() / Sweep.STEPS;

    private final HubKit kit = new HubKit();
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Sweep sweep = new Sweep(clock.eventLoop(), ROUND);
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

        round();

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

        round();

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
        round();
        kit.advance(Liveness.CLOSE_TIMEOUT);

        round();

        assertThat(wires).noneMatch(Wire::isOpen);
    }

    @Test
    @DisplayName(
            "connections that are due together are looked at a few at a time, so that nobody else on the loop waits long")
    void goesInSteps() {
        for (int i = 0; i < 2 * Sweep.STEPS; i++) {
            open();
        }
        kit.advance(AgentServerConfig.defaults().connections().registrationTimeout());

        step();
        assertThat(closed()).isEqualTo(2);

        step();
        assertThat(closed()).isEqualTo(4);
    }

    @Test
    @DisplayName("a connection that takes the place of one that has gone is not left out of the round")
    void leavesNoneOutThatMoves() {
        for (int i = 0; i < 2 * Sweep.STEPS; i++) {
            open();
        }
        kit.advance(AgentServerConfig.defaults().connections().registrationTimeout());

        wires.get(3).drop(); // The last takes its place.
        step();
        wires.get(0).drop();
        for (int i = 1; i < Sweep.STEPS / 2; i++) {
            step();
        }
        wires.get(5).drop();
        wires.get(1).drop();
        for (int i = Sweep.STEPS / 2; i < Sweep.STEPS; i++) {
            step();
        }

        assertThat(wires)
                .filteredOn(wire -> !List.of(0, 1, 3, 5).contains(wires.indexOf(wire)))
                .allSatisfy(wire -> assertThat(wire.goodbye()).startsWith("1008 "));
    }

    @Test
    @DisplayName("without connections there is no timer, and the first one starts it again")
    void restsWithoutConnections() {
        assertThat(nextStep()).isEqualTo(-1);
        Wire wire = open();
        assertThat(nextStep()).isEqualTo(STEP_NANOS);

        wire.drop();
        assertThat(nextStep()).isEqualTo(-1);

        open();
        assertThat(nextStep()).isEqualTo(STEP_NANOS);
    }

    private long closed() {
        return wires.stream().filter(wire -> wire.goodbye() != null).count();
    }

    private Wire open() {
        Wire wire = new Wire(kit, new InflightBudget(Long.MAX_VALUE), sweep);
        wires.add(wire);
        return wire;
    }

    private void round() {
        for (int i = 0; i < Sweep.STEPS; i++) {
            step();
        }
    }

    private void step() {
        clock.advanceTimeBy(STEP_NANOS, TimeUnit.NANOSECONDS);
        clock.runScheduledPendingTasks();
    }

    private long nextStep() {
        return clock.runScheduledPendingTasks();
    }
}
