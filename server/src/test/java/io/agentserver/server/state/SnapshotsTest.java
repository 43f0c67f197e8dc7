package io.agentserver.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.StateSnapshot;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.testkit.HubKit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** How fresh the view is (decisions, "Health and HTTP"; M-4). */
class SnapshotsTest {

    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults().withLimits(limits -> limits.withOnlineClientsInHealth(3)),
            new DelegateEngine());
    private final Snapshots snapshots = kit.snapshots();

    @Test
    void isExactUpToItsLimit() {
        HubKit.Client first = kit.device("a");
        assertThat(ids()).containsExactly("a");
        kit.constellation("b@a", "a");
        assertThat(ids()).containsExactly("a", "b@a");
        kit.disconnect(first);
        assertThat(ids()).containsExactly("b@a");
        kit.device("a");
        assertThat(ids()).containsExactly("b@a", "a");
    }

    @Test
    void isTheSameObjectWhileNothingChanges() {
        kit.device("a");

        assertThat(snapshots.view()).isSameAs(snapshots.view());
    }

    @Test
    void isAtMost100MillisecondsOldAboveItsLimit() {
        IntStream.range(0, 5).forEach(i -> kit.device("d" + i));
        kit.advance(Duration.ofMillis(100));
        assertThat(ids()).hasSize(5);

        kit.device("late");
        kit.advance(Duration.ofMillis(99));
        assertThat(ids()).doesNotContain("late");
        kit.advance(Duration.ofMillis(1));
        assertThat(ids()).endsWith("late").hasSize(6);
    }

    @Test
    void isExactAgainWhenClientsHaveGone() {
        List<HubKit.Client> clients =
                IntStream.range(0, 5).mapToObj(i -> kit.device("d" + i)).toList();
        kit.advance(Duration.ofMillis(100));
        assertThat(ids()).hasSize(5);

        clients.subList(0, 2).forEach(kit::disconnect);
        assertThat(ids()).containsExactly("d2", "d3", "d4");
    }

    @Test
    void keepsTheOrderOfRegistrationOfMany() {
        List<String> expected = IntStream.range(0, 2_000)
                .mapToObj(i -> "device-" + Integer.reverse(i))
                .peek(kit::device)
                .toList();
        kit.advance(Duration.ofMillis(100));

        assertThat(ids()).isEqualTo(expected);
    }

    @Test
    void handsOutOneConsistentValue() {
        kit.device("a");
        kit.constellation("b@a", "a");
        kit.sessions().dispatch("a", "list files", null);

        StateSnapshot snapshot = snapshots.current();

        assertThat(snapshot.clients()).extracting(ClientInfo::clientId).containsExactly("a", "b@a");
        assertThat(snapshot.deviceCount()).isEqualTo(1);
        assertThat(snapshot.constellationCount()).isEqualTo(1);
        assertThat(snapshot.activeSessions()).isEqualTo(1);
    }

    @Test
    void publishesChangesAtMostEvery100Milliseconds() {
        List<StateSnapshot> seen = new ArrayList<>();
        snapshots.start();
        snapshots.snapshots().subscribe(seen::add);
        kit.advance(Duration.ofMillis(1));
        assertThat(seen).as("the one that was there").hasSize(1);

        IntStream.range(0, 50).forEach(i -> kit.device("d" + i));
        kit.advance(Duration.ofMillis(100));
        assertThat(seen).as("fifty changes are one").hasSize(2);
        assertThat(seen.get(1).clients()).hasSize(50);

        kit.advance(Duration.ofMillis(900));
        assertThat(seen).as("nothing changed").hasSizeLessThanOrEqualTo(3);
        snapshots.stop();
    }

    @Test
    void theTimerSortsSoThatReadersNeedNot() {
        snapshots.start();
        IntStream.range(0, 5).forEach(i -> kit.device("d" + i));
        kit.advance(Duration.ofMillis(50));

        assertThat(snapshots.view().clients().size()).isEqualTo(5);
        snapshots.stop();
    }

    @Test
    void freshStatisticsAreComputedOnceForAllWhoWait() {
        Queue<Runnable> work = new ArrayDeque<>();
        Timing busy = new Timing(kit.timing().clock(), kit.timing().nanoTime(), Schedulers.fromExecutor(work::add));
        Snapshots waited = new Snapshots(3, kit.registry(), Map::of, kit.measurements()::statistics, busy);
        List<StateSnapshot> seen = new ArrayList<>();
        waited.fresh().subscribe(seen::add);
        waited.fresh().subscribe(seen::add);
        assertThat(work).hasSize(1);
        work.remove().run();
        kit.measurements().requestAnswered("/api/health", "GET", 200, 1_000_000);
        waited.fresh().subscribe(seen::add);
        work.remove().run();

        assertThat(seen).hasSize(3);
        assertThat(seen.get(1)).isSameAs(seen.get(0));
        assertThat(seen.get(0).statistics().latency()).isEmpty();
        assertThat(seen.get(2).statistics().latency()).containsKey("health");
    }

    @Test
    void replaysTheLatestToALateSubscriberAndCompletesAtTheEnd() {
        snapshots.start();
        kit.device("a");
        kit.advance(Duration.ofMillis(200));

        StepVerifier.create(snapshots.snapshots())
                .assertNext(snapshot -> assertThat(snapshot.clients()).hasSize(1))
                .then(snapshots::stop)
                .verifyComplete();
    }

    @Test
    void conflatesForASubscriberThatDoesNotKeepUp() {
        snapshots.start();
        kit.advance(Duration.ofMillis(1));
        StepVerifier.create(snapshots.snapshots(), 1)
                .assertNext(snapshot -> assertThat(snapshot.clients()).isEmpty())
                .then(() -> IntStream.range(0, 10).forEach(i -> {
                    kit.device("d" + i);
                    kit.advance(Duration.ofMillis(100));
                }))
                .thenRequest(1)
                .assertNext(snapshot ->
                        assertThat(snapshot.clients()).as("only the latest").hasSize(10))
                .thenCancel()
                .verify();
        snapshots.stop();
    }

    @Test
    void countsSessionsByState() {
        HubKit.Client device = kit.device("a");
        kit.sessions().dispatch("a", "r", "n");
        kit.sessions().dispatch("a", "r", "m");
        assertThat(snapshots.current().sessionsByState()).containsEntry(SessionState.DISPATCHED, 2);

        kit.say(device, HubKit.ownTask("n", "r"));
        assertThat(snapshots.current().sessionsByState())
                .containsEntry(SessionState.DISPATCHED, 1)
                .containsEntry(SessionState.RUNNING, 1);

        kit.disconnect(device);
        assertThat(snapshots.current().activeSessions()).isZero();
    }

    private List<String> ids() {
        return snapshots.view().clients().all().stream()
                .map(RegisteredClient::id)
                .toList();
    }
}
