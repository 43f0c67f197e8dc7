package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.dispatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.CancelReason;
import io.agentserver.server.ResultStore;
import io.agentserver.server.TaskResult;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Who reads which result, and when (contract 3.10.4, 4.5), in virtual time. */
class TaskResultsTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final HubKit kit = new HubKit();
    private final Client device = kit.device("D1");
    private final List<String> heard = new ArrayList<>();

    @Test
    @DisplayName("4.5: there is no result before the end, and the same one at every reading after it")
    void hasAResultAfterTheEnd() {
        String session = dispatch(kit, "D1", "n");

        assertThat(kit.results().find("n").block()).isNull();
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        TaskResult result = kit.results().find("n").block();
        assertThat(result.session().sessionId()).isEqualTo(session);
        assertThat(kit.results().find("n").block()).isEqualTo(result);
        assertThat(kit.results().findBySession(session).block()).isEqualTo(result);
    }

    @Test
    @DisplayName("wait: who waits for a running task hears of its end at once")
    void wakesAWaiter() {
        String session = dispatch(kit, "D1", "n");
        await("n", MINUTE);

        assertThat(heard).isEmpty();
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(heard).containsExactly(session);
    }

    @Test
    @DisplayName("wait: who came before the task began is woken too")
    void wakesAWaiterThatCameFirst() {
        await("n", MINUTE);
        String session = dispatch(kit, "D1", "n");
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(heard).containsExactly(session);
    }

    @Test
    @DisplayName("wait: nothing after the time that the waiter gave")
    void givesUpAfterTheTime() {
        dispatch(kit, "D1", "n");
        await("n", Duration.ofSeconds(10));

        kit.advance(Duration.ofSeconds(9));
        assertThat(heard).isEmpty();
        kit.advance(Duration.ofSeconds(1));

        assertThat(heard).containsExactly("nothing");
    }

    @Test
    @DisplayName("wait: a result that is there is given at once")
    void givesAKeptResultAtOnce() {
        String session = dispatch(kit, "D1", "n");
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        await("n", MINUTE);

        assertThat(heard).containsExactly(session);
    }

    @Test
    @DisplayName("94: of two tasks of one name the newer answers, whichever ends first")
    void letsTheNewerAnswer() {
        String older = dispatch(kit, "D1", "n");
        String newer = dispatch(kit, "D1", "n");
        await("n", MINUTE);

        kit.sessions().cancel(older, CancelReason.USER_REQUESTED);
        assertThat(heard).as("the newer still runs").isEmpty();
        assertThat(kit.results().find("n").block()).isNull();
        kit.sessions().cancel(newer, CancelReason.USER_REQUESTED);

        assertThat(heard).containsExactly(newer);
    }

    @Test
    @DisplayName("94: an older task that ends last does not take the newer one's place")
    void keepsTheNewerResult() {
        String older = dispatch(kit, "D1", "n");
        String newer = dispatch(kit, "D1", "n");

        kit.sessions().cancel(newer, CancelReason.USER_REQUESTED);
        kit.sessions().cancel(older, CancelReason.USER_REQUESTED);

        assertThat(kit.results().find("n").block().session().sessionId()).isEqualTo(newer);
    }

    @Test
    @DisplayName("3.10.4: a name that runs again is pending again")
    void isPendingAgain() {
        kit.sessions().cancel(dispatch(kit, "D1", "n"), CancelReason.USER_REQUESTED);
        dispatch(kit, "D1", "n");

        assertThat(kit.results().find("n").block()).isNull();
    }

    @Test
    @DisplayName("wait: one who stops waiting does not disturb another")
    void cancelsOneOfTwo() {
        Disposable first = await("n", MINUTE);
        await("n", MINUTE);

        first.dispose();
        String session = dispatch(kit, "D1", "n");
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(heard).containsExactly(session);
    }

    @Test
    @DisplayName("wait: cancelled, expired and answered waits leave nothing behind")
    void leavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            await("cancelled" + i, MINUTE).dispose();
            await("expired" + i, Duration.ofSeconds(1));
            await("answered" + i, MINUTE);
            kit.sessions().cancel(dispatch(kit, "D1", "answered" + i), CancelReason.USER_REQUESTED);
        }
        kit.advance(Duration.ofSeconds(2));

        assertThat(kit.results())
                .extracting("expected", InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    @Test
    @DisplayName("3.10.2: a waiter hears of a task that the device runs to its end")
    void hearsOfATaskThatRuns() {
        String session = dispatch(kit, "D1", "n");
        await("n", MINUTE);
        device.channel().take();
        kit.say(device, HubKit.ownTask("n", "r"));
        ServerMessage.Commands command =
                (ServerMessage.Commands) device.channel().take().get(1);

        kit.say(device, HubKit.results(session, command.header().responseId(), HubKit.success("1")));

        assertThat(heard).containsExactly(session);
    }

    @Test
    @DisplayName("6.4: a store that fails, by throwing or by its answer, keeps no session from ending")
    void survivesABrokenStore() {
        List<String> saved = new ArrayList<>();
        HubKit broken = new HubKit(new ResultStore() {
            @Override
            public Mono<Void> save(TaskResult result) {
                saved.add(result.session().sessionId());
                if (saved.size() == 1) {
                    throw new IllegalStateException("disk full");
                }
                return Mono.error(new IllegalStateException("disk full"));
            }

            @Override
            public Mono<TaskResult> find(String taskName) {
                return Mono.empty();
            }

            @Override
            public Mono<TaskResult> findBySession(String sessionId) {
                return Mono.empty();
            }
        });
        Client d1 = broken.device("D1");
        for (int i = 0; i < 2; i++) {
            broken.sessions().dispatch("D1", "r", "n");
            broken.results().await("n", MINUTE).subscribe(result -> {}, error -> {}, () -> heard.add("nothing"));
        }

        broken.disconnect(d1);
        broken.sessions().dispatch("D1", "r", "n");

        assertThat(broken.sessions().active()).isZero();
        assertThat(broken.recording().notKept()).isEqualTo(saved).isNotEmpty();
        assertThat(heard).as("nobody waits on").containsExactly("nothing", "nothing");
    }

    private Disposable await(String taskName, Duration atMost) {
        return kit.results()
                .await(taskName, atMost)
                .map(result -> result.session().sessionId())
                .defaultIfEmpty("nothing")
                .subscribe(heard::add);
    }
}
