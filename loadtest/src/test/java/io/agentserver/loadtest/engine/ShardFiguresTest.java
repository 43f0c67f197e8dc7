package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.constantUsersPerSec;
import static io.agentserver.loadtest.engine.ShardKit.MS;
import static io.agentserver.loadtest.engine.ShardKit.S;
import static io.agentserver.loadtest.engine.ShardKit.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a shard counts and measures, in a virtual time, against a server that is a function. */
final class ShardFiguresTest {

    private final ShardKit kit = new ShardKit();

    @Test
    void countsWhatIsPlannedInTheWindowWheneverItEnds() {
        Population population = get().injectOpen(constantUsersPerSec(100).during(4));
        ShardKit.Run run = kit.run(population, S, 3 * S, kit.after(2 * S));

        ShardTotals.Request totals = run.finish().requests().get("get");

        assertThat(totals.ok()).isEqualTo(200);
        // Those sent in the window were planned in it; those answered in it were planned up to two seconds before.
        assertThat(totals.sentInside()).isEqualTo(200);
        assertThat(totals.answeredInside()).isEqualTo(100);
        assertThat(totals.plannedBySecond()).containsExactly(100, 100, 100);
    }

    @Test
    void aStallShowsInLatencyAndNotInServiceWhenThereIsOneSlot() {
        // One connection: what waits for it waits for the server.
        List<Call> queue = new ArrayList<>();
        boolean[] busy = {false};
        Runnable[] next = new Runnable[1];
        next[0] = () -> {
            if (!busy[0] && !queue.isEmpty()) {
                busy[0] = true;
                Call call = queue.remove(0);
                call.sent();
                // Stalls from 1 s to 2 s, else takes 1 ms.
                long end = kit.time.now() >= S && kit.time.now() < 2 * S ? 2 * S : kit.time.now() + MS;
                kit.time.at(end, () -> {
                    busy[0] = false;
                    call.answered(Reply.of("200"));
                    next[0].run();
                });
            }
        };
        Population population = get().injectOpen(constantUsersPerSec(100).during(4));
        ShardKit.Run run = kit.run(population, 0, 4 * S, call -> {
            queue.add(call);
            next[0].run();
        });
        run.finish();

        ShardSecond.Request figures = run.figures("get");
        // Of 400 requests 100 were planned in the stall: the median of those waited about half a second.
        assertThat(figures.counted().getValueAtPercentile(87.5) / 1e3).isCloseTo(500, within(80.0));
        assertThat(figures.counted().getMaxValue() / 1e3).isCloseTo(1000, within(10.0));
        assertThat(figures.service().getValueAtPercentile(99) / 1e3).isLessThan(2);
    }

    @Test
    void aStoppedGeneratorStartsWhatIsDueWithItsPlannedTimeAndSaysThatItWasLate() {
        Population population = get().injectOpen(constantUsersPerSec(1000).during(4));
        ShardKit.Run run = kit.run(population, 0, 4 * S, kit.after(MS));
        kit.time.runUntil(S);
        kit.time.freezeUntil(2 * S);

        ShardTotals totals = run.finish();

        assertThat(totals.requests().get("get").ok()).isEqualTo(4000);
        assertThat(totals.stalls().values())
                .singleElement()
                .satisfies(length -> assertThat(length / 1e9).isCloseTo(1, within(0.02)));
        assertThat(totals.lateness().getValueAtPercentile(99) / 1e6).isGreaterThan(0.9);
        assertThat(run.figures("get").counted().getMaxValue() / 1e6).isCloseTo(1.0, within(0.01));
    }

    @Test
    void onlyWhatIsPlannedInsideTheWindowCounts() {
        Population population = get().injectOpen(constantUsersPerSec(100).during(4));
        ShardKit.Run run = kit.run(population, S, 3 * S, call -> {
            call.sent();
            call.answered(Reply.of("200"));
        });

        ShardTotals totals = run.finish();

        assertThat(totals.arrivals()).isEqualTo(200);
        assertThat(totals.startedInside()).isEqualTo(200);
        assertThat(totals.lateness().getTotalCount()).isEqualTo(200);
        assertThat(totals.requests().get("get").ok()).isEqualTo(200);
        assertThat(totals.requests().get("get").answeredInside()).isEqualTo(200);
        ShardSecond.Request figures = run.figures("get");
        assertThat(figures.counted().getTotalCount()).isEqualTo(200);
        assertThat(figures.service().getTotalCount()).isEqualTo(200);
        // Nobody starts behind the window.
        assertThat(figures.uncounted().getTotalCount()).isEqualTo(100);
        assertThat(figures.ok()).isEqualTo(300);
    }

    @Test
    void aTimeoutCountsFromThePlannedTimeAndIsInTheHistogram() {
        Population population = get().injectOpen(constantUsersPerSec(1).during(1));
        ShardKit.Run run = kit.run(population, 0, S, Call::sent);

        ShardTotals totals = run.finish();

        assertThat(totals.requests().get("get").errors()).containsExactly(Map.entry("timeout", 1L));
        assertThat(run.figures("get").counted().getMaxValue() / 1e6).isCloseTo(60, within(0.2));
        // When it was planned: others may have been answered while it was waited for.
        assertThat(totals.lastLostNanos()).isZero();
    }

    @Test
    void aRefusalIsCountedByKindAndNotInTheHistogram() {
        Population population = get().injectOpen(constantUsersPerSec(10).during(1));
        ShardKit.Run run = kit.run(population, 0, S, call -> {
            call.sent();
            call.failed("status_503");
        });

        assertThat(run.finish().requests().get("get").errors()).containsExactly(Map.entry("status_503", 10L));
        ShardSecond.Request figures = run.figures("get");
        assertThat(figures.counted().getTotalCount()).isZero();
        assertThat(figures.uncounted().getTotalCount()).isZero();
    }

    @Test
    void whatIsGivenUpBeforeItWasSentIsUnsent() {
        Population population = get().injectOpen(constantUsersPerSec(10).during(1));
        ShardKit.Run run = kit.run(population, 0, S, call -> {});
        kit.time.runUntil(S);
        run.shard.abandonAll();

        ShardTotals.Request totals = run.shard.totals().requests().get("get");
        assertThat(totals.unsent()).isEqualTo(10);
        assertThat(totals.ko()).isZero();
        assertThat(run.shard.isAtRest()).isTrue();
    }

    @Test
    void ofARequestThatNeverWentOutNoServiceTimeIsKnown() {
        ShardKit.Run run = kit.run(get().injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {});
        run.finish();

        ShardSecond.Request figures = run.figures("get");
        assertThat(figures.counted().getTotalCount()).isEqualTo(1);
        assertThat(figures.service().getTotalCount()).isZero();
    }

    @Test
    void aStallOfTheGeneratorWhileTheWindowsLastAnswersAreWaitedForIsNoticed() {
        ShardKit.Run run = kit.run(get().injectOpen(constantUsersPerSec(10).during(1)), 0, S, kit.after(2 * S));
        kit.time.runUntil(S);
        run.shard.stop();
        kit.time.runUntil(S + 500 * MS);
        kit.time.freezeUntil(4 * S);
        kit.time.runUntil(5 * S);
        // Nobody waits any more.
        kit.time.freezeUntil(7 * S);
        kit.time.runUntil(8 * S);

        assertThat(run.shard.totals().stalls()).hasSize(1);
    }

    @Test
    void secondsAddUpToTheWhole() {
        Population population = get().injectOpen(constantUsersPerSec(100).during(3));
        ShardKit.Run run = kit.run(population, S, 3 * S, kit.after(5 * MS));
        Histogram counted = RequestStats.histogram();
        long ok = 0;
        for (int second = 0; second < 4; second++) {
            kit.time.runUntil((second + 1) * S);
            ShardSecond.Request request = run.shard.endSecond(second).requests().get("get");
            counted.add(request.counted());
            ok += request.ok();
        }

        assertThat(ok).isEqualTo(300);
        assertThat(counted.getTotalCount()).isEqualTo(200);
        assertThat(run.finish().requests().get("get").ok()).isEqualTo(200);
    }
}
