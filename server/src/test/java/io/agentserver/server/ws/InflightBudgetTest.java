package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Decisions, "Memory": {@code limits.inflight-bytes}. */
class InflightBudgetTest {

    private final InflightBudget budget = new InflightBudget(100);
    private final FakeSender a = new FakeSender();
    private final FakeSender b = new FakeSender();
    private final FakeSender c = new FakeSender();

    @Test
    @DisplayName("below the limit everybody goes on")
    void leavesAllAlone() {
        a.receive(50);
        b.receive(50);

        assertThat(budget.usedBytes()).isEqualTo(100);
        assertThat(paused()).isEmpty();
    }

    @Test
    @DisplayName("at the limit it is exhausted until something is done")
    void tellsThatNothingIsLeft() {
        budget.outgoing(60);
        a.receive(39);
        assertThat(budget.isExhausted()).isFalse();
        a.receive(1);
        assertThat(budget.isExhausted()).isTrue();

        a.finish();

        assertThat(budget.isExhausted()).isFalse();
    }

    @Test
    @DisplayName("over the limit the largest sender waits until it falls")
    void pausesTheLargest() {
        a.receive(30);
        b.receive(60);
        c.receive(20);
        assertThat(paused()).containsExactly(b);

        c.finish();

        assertThat(budget.usedBytes()).isEqualTo(90);
        assertThat(paused()).isEmpty();
    }

    @Test
    @DisplayName("over the limit one sender always goes on")
    void letsOneGoOn() {
        a.receive(90);
        b.receive(90);
        c.receive(90);
        c.receive(90);
        c.receive(90);

        assertThat(paused()).hasSize(2);
    }

    @Test
    @DisplayName("when the only one that went on is done or gone, the next goes on, although the limit is still passed")
    void letsTheNextGoOn() {
        budget.outgoing(200);
        a.receive(30);
        b.receive(50);
        c.receive(20);
        assertThat(paused()).containsExactly(a, b);

        c.finish();
        assertThat(paused())
                .as("the largest of those that wait: its end frees most")
                .containsExactly(a);
        b.finish();
        assertThat(paused()).isEmpty();
        a.finish();

        assertThat(budget.usedBytes()).isEqualTo(200);
    }

    @Test
    @DisplayName("a sender that is paused and dies makes room as any other")
    void forgetsAPausedSender() {
        a.receive(80);
        b.receive(40);
        assertThat(paused()).containsExactly(a);

        a.finish();

        assertThat(budget.usedBytes()).isEqualTo(40);
        assertThat(paused()).isEmpty();
        b.receive(30);
        assertThat(paused()).isEmpty();
    }

    @Test
    @DisplayName("what waits to be sent counts, and its leaving lets senders go on")
    void countsWhatWaitsToBeSent() {
        a.receive(40);
        b.receive(30);
        budget.outgoing(40);
        assertThat(paused()).containsExactly(a);

        budget.outgoing(-10);

        assertThat(paused()).isEmpty();
    }

    @Test
    @DisplayName("a sender is told once for each change")
    void tellsChangesOnly() {
        a.receive(60);
        b.receive(50);
        b.receive(1);
        b.receive(1);
        b.finish();

        assertThat(a.changes).isEqualTo(2);
        assertThat(b.changes).isZero();
    }

    @Test
    @DisplayName("threads that meet at the limit leave nobody paused and nothing counted")
    void survivesRaces() {
        FakeSender[] senders = new FakeSender[8];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = new FakeSender();
        }
        try (Together together = new Together()) {
            for (int round = 0; round < 500; round++) {
                together.run(() -> work(senders, 0), () -> work(senders, 4), () -> {
                    for (int i = 0; i < 20; i++) {
                        budget.outgoing(60);
                        budget.outgoing(-60);
                    }
                });

                assertThat(budget.usedBytes()).isZero();
                assertThat(senders).noneMatch(budget::isPaused);
            }
        }
    }

    private static void work(FakeSender[] senders, int first) {
        for (int i = 0; i < 20; i++) {
            FakeSender sender = senders[first + ThreadLocalRandom.current().nextInt(4)];
            sender.receive(ThreadLocalRandom.current().nextInt(1, 60));
        }
        for (int i = first; i < first + 4; i++) {
            senders[i].finish();
        }
    }

    private List<FakeSender> paused() {
        List<FakeSender> paused = new ArrayList<>();
        for (FakeSender sender : List.of(a, b, c)) {
            if (budget.isPaused(sender)) {
                paused.add(sender);
            }
        }
        return paused;
    }

    private final class FakeSender implements InflightBudget.Sender {
        private final AtomicLong received = new AtomicLong();
        private int changes;

        void receive(long bytes) {
            received.addAndGet(bytes);
            budget.incoming(this, bytes);
        }

        void finish() {
            budget.done(this, received.getAndSet(0));
        }

        @Override
        public long receivedBytes() {
            return received.get();
        }

        @Override
        public void readingChanged() {
            changes++;
        }
    }
}
