package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class MemoryReturnTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Sinks.Many<Integer> clients = Sinks.many().unicast().onBackpressureBuffer();
    private final List<Integer> collections = new ArrayList<>();
    private final Disposable running =
            MemoryReturn.settled(clients.asFlux(), time).subscribe(collections::add);

    @Test
    void collectsOnceWhenAStormIsOver() {
        for (int count = 0; count <= 15_000; count += 500) {
            clients(count);
            time.advanceTimeBy(Duration.ofMillis(100));
        }
        assertThat(collections).isEmpty();

        time.advanceTimeBy(MemoryReturn.QUIET);
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(collections).containsExactly(15_000);
    }

    @Test
    void collectsWhenTheFleetHasLeft() {
        settleAt(15_000);
        settleAt(0);

        assertThat(collections).containsExactly(15_000, 0);
    }

    @Test
    void collectsWhenAFleetHasComeAndGoneAtOnce() {
        for (int cycle = 0; cycle < 2; cycle++) {
            clients(15_000);
            time.advanceTimeBy(MemoryReturn.QUIET.dividedBy(2));
            settleAt(0);
        }

        assertThat(collections).containsExactly(0, 0);
    }

    @Test
    void leavesSmallChangesAlone() {
        settleAt(MemoryReturn.LEAST_CHANGE - 1);
        settleAt(0);
        assertThat(collections).isEmpty();

        settleAt(10_000);
        settleAt(12_400);
        settleAt(7_600);
        assertThat(collections).containsExactly(10_000);
    }

    @Test
    void countsSlowGrowthFromTheLastCollection() {
        settleAt(4_000);
        settleAt(4_600);
        settleAt(5_000);

        assertThat(collections).containsExactly(4_000, 5_000);
        running.dispose();
    }

    private void settleAt(int count) {
        clients(count);
        time.advanceTimeBy(MemoryReturn.QUIET);
    }

    private void clients(int count) {
        assertThat(clients.tryEmitNext(count)).isEqualTo(Sinks.EmitResult.OK);
    }
}
