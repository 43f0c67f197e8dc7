package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.TaskResult;
import io.agentserver.server.hub.Timing;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Contract 6.4 and decisions, "Memory". */
class MemoryResultStoreTest {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private long now;

    @Test
    @DisplayName("4.5: a result is found by its task name and by its session")
    void findsAResult() {
        MemoryResultStore store = store(UnaryOperator.identity());

        save(store, result("s1", "n", "r", "[1]"));

        assertThat(found(store, "n")).isEqualTo("[1]");
        assertThat(store.findBySession("s1").block()).isNotNull();
        assertThat(found(store, "m")).isNull();
    }

    @Test
    @DisplayName("3.10.4: of two results of one name the later one is found; the earlier only by its session")
    void findsTheLaterOfTwo() {
        MemoryResultStore store = store(UnaryOperator.identity());

        save(store, result("s1", "n", "r", "[1]"));
        save(store, result("s2", "n", "r", "[2]"));

        assertThat(found(store, "n")).isEqualTo("[2]");
        assertThat(store.findBySession("s1").block().result()).hasToString("[1]");
    }

    @Test
    @DisplayName("sessions.results: the oldest go first")
    void forgetsTheOldest() {
        MemoryResultStore store = store(s -> s.withResults(2));

        save(store, result("s1", "a", "r", "1"));
        save(store, result("s2", "b", "r", "2"));
        save(store, result("s3", "c", "r", "3"));

        assertThat(found(store, "a")).isNull();
        assertThat(found(store, "b")).isEqualTo("2");
        assertThat(found(store, "c")).isEqualTo("3");
    }

    @Test
    @DisplayName("sessions.results-bytes: the oldest go when all together take too much")
    void forgetsTheOldestWhenTheyTakeTooMuch() {
        MemoryResultStore store = store(s -> s.withResultsBytes(10_000));
        String four = "\"" + "x".repeat(3_998) + "\"";

        save(store, result("s1", "a", "r", four));
        save(store, result("s2", "b", "r", four));
        save(store, result("s3", "c", "r", four));

        assertThat(found(store, "a")).isNull();
        assertThat(found(store, "b")).isNotNull();
        assertThat(found(store, "c")).isNotNull();
    }

    @Test
    @DisplayName("sessions.results-bytes: a result that is too large by itself leaves a note and pushes out nobody")
    void notesWhatIsTooLarge() {
        MemoryResultStore store = store(s -> s.withResultsBytes(10_000));
        save(store, result("s1", "a", "r", "1"));

        save(store, result("s2", "b", "r", "\"" + "x".repeat(9_998) + "\""));

        assertThat(found(store, "a")).isEqualTo("1");
        assertThat(found(store, "b")).isEqualTo("{\"failure\":\"result of 10000 bytes was not kept\"}");
    }

    @Test
    @DisplayName("sessions.results-bytes: the texts of a session weigh too, and a huge request is cut")
    void weighsTheTextsOfASession() {
        MemoryResultStore store = store(s -> s.withResultsBytes(10_000));
        save(store, result("s1", "a", "r", "1"));

        save(store, result("s2", "b", "r".repeat(100_000), "2"));

        assertThat(found(store, "a")).isEqualTo("1");
        TaskResult kept = store.find("b").block();
        assertThat(kept.result()).hasToString("{\"failure\":\"result of 1 bytes was not kept\"}");
        assertThat(kept.session().request()).hasSizeLessThan(2_000);
        save(store, result("s3", "n".repeat(100_000), "r", "3"));
        assertThat(found(store, "a")).as("a huge name does not push out others").isEqualTo("1");
    }

    @Test
    @DisplayName("sessions.result-ttl: a result is kept that long")
    void forgetsWhatIsOld() {
        MemoryResultStore store = store(s -> s.withResultTtl(Duration.ofSeconds(60)));
        save(store, result("s1", "a", "r", "1"));

        now += Duration.ofSeconds(59).toNanos();
        assertThat(found(store, "a")).isEqualTo("1");
        now += Duration.ofSeconds(1).toNanos();

        assertThat(found(store, "a")).isNull();
        assertThat(store.findBySession("s1").block()).isNull();
    }

    @Test
    @DisplayName("sessions.results: of very many exactly the newest are found, by name and by session")
    void findsExactlyTheNewest() {
        MemoryResultStore store = store(s -> s.withResults(1_000));
        for (int i = 0; i < 50_000; i++) {
            save(store, result("s" + i, "n" + i, "r", Integer.toString(i)));
        }
        for (int i = 0; i < 50_000; i++) {
            String wanted = i < 49_000 ? null : Integer.toString(i);
            TaskResult bySession = store.findBySession("s" + i).block();
            assertThat(found(store, "n" + i)).isEqualTo(wanted);
            assertThat(bySession == null ? null : bySession.result().toString()).isEqualTo(wanted);
        }
    }

    @Test
    @DisplayName("3.10.4: of very many results of one name the newest is found, each by its session")
    void findsTheNewestOfVeryMany() {
        MemoryResultStore store = store(UnaryOperator.identity());
        for (int i = 0; i < 1_000; i++) {
            save(store, result("s" + i, "n", "r", Integer.toString(i)));
        }

        assertThat(found(store, "n")).isEqualTo("999");
        assertThat(store.findBySession("s0").block().result()).hasToString("0");
    }

    @Test
    @DisplayName("6.4: a result of any length is read as it was kept, at the smallest size too")
    void keepsResultsOfAnyLength() {
        MemoryResultStore store = store(s -> s.withResultsBytes(250_000));
        for (int length = 32_000; length < 33_000; length += 7) {
            TaskResult result = result("s" + length, "n" + length, "r", "\"" + "x".repeat(length) + "\"");
            save(store, result);
            assertThat(store.find("n" + length).block()).isEqualTo(result);
        }
    }

    @Test
    @DisplayName("6.4: a result made of many parts is read as it was kept")
    void keepsComposedResults() {
        MemoryResultStore store = store(UnaryOperator.identity());
        RawJson part = RawJson.ofString("x".repeat(5_000));
        TaskResult result = new TaskResult(
                result("s", "n", "r", "1").session(), RawJson.array(List.of(part, RawJson.of("{\"a\":1}"), part)));

        save(store, result);

        assertThat(store.find("n").block()).isEqualTo(result);
    }

    @Test
    @DisplayName("sessions.results-bytes: long results weigh and go as short ones do")
    void forgetsLongResults() {
        MemoryResultStore store = store(s -> s.withResultsBytes(100_000));
        WeakReference<TaskResult> first = new WeakReference<>(saved(store, "1"));
        TaskResult second = saved(store, "2");
        assertThat(isHeld(first)).isTrue();

        saved(store, "3");

        assertThat(isHeld(first)).isFalse();
        assertThat(found(store, "n1")).isNull();
        assertThat(store.find("n2").block()).isEqualTo(second);
    }

    @Test
    @DisplayName(
            "sessions.results-bytes: about the largest that is kept and the smallest that is not there is a result or a note")
    void notesWhatIsJustTooLarge() {
        for (int length = 9_600; length < 10_100; length++) {
            MemoryResultStore store = store(s -> s.withResultsBytes(10_000));

            save(store, result("s2", "b", "r", "\"" + "x".repeat(length) + "\""));

            assertThat(found(store, "b")).as("%s bytes", length).isNotNull();
        }
    }

    @Test
    @DisplayName("sessions.result-ttl: a result goes in time without being asked for")
    void forgetsInTime() {
        MemoryResultStore store = store(s -> s.withResultTtl(Duration.ofSeconds(60)));
        WeakReference<TaskResult> early = new WeakReference<>(saved(store, "1"));
        pass(Duration.ofSeconds(30));
        WeakReference<TaskResult> late = new WeakReference<>(saved(store, "2"));
        pass(Duration.ofSeconds(29));
        assertThat(isHeld(early)).isTrue();

        pass(Duration.ofSeconds(2));

        assertThat(isHeld(early)).isFalse();
        assertThat(isHeld(late)).isTrue();
        pass(Duration.ofSeconds(30));
        assertThat(isHeld(late)).isFalse();
    }

    @Test
    @DisplayName("3.10.4: an earlier result is not found in place of one too large to keep, nor of its note")
    void anEarlierResultIsNotFoundInPlaceOfALaterOne() {
        MemoryResultStore store = store(s -> s.withResultsBytes(10_000));
        save(store, result("s1", "a", "r", "1"));
        save(store, result("s2", "b", "r", "2"));

        save(store, result("s".repeat(6_000), "a", "r", "3"));

        assertThat(found(store, "a")).isNull();
        assertThat(found(store, "b")).isEqualTo("2");
    }

    @Test
    @DisplayName("sessions.results-bytes: of a huge error a part is kept")
    void cutsAHugeError() {
        MemoryResultStore store = store(s -> s.withResultsBytes(10_000));
        TaskResult failed = result("s", "n", "r", "1");
        SessionInfo session = failed.session();
        save(
                store,
                new TaskResult(
                        new SessionInfo(
                                "s",
                                "n",
                                "r",
                                "D1",
                                null,
                                SessionState.FAILED,
                                session.createdAt(),
                                null,
                                null,
                                0,
                                false,
                                "e".repeat(100_000),
                                null),
                        failed.result()));

        assertThat(store.find("n").block().session().error()).hasSize(1_024);
    }

    private static TaskResult saved(MemoryResultStore store, String number) {
        TaskResult result = result("s" + number, "n" + number, "r", "\"" + "x".repeat(40_000) + "\"");
        save(store, result);
        return result;
    }

    private static boolean isHeld(WeakReference<TaskResult> result) {
        System.gc();
        return result.get() != null;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        timers.advanceTimeBy(time);
    }

    private MemoryResultStore store(UnaryOperator<AgentServerConfig.Sessions> change) {
        AgentServerConfig config = AgentServerConfig.defaults().withSessions(change);
        return new MemoryResultStore(config.sessions(), new Timing(Clock.systemUTC(), () -> now, timers));
    }

    private static void save(MemoryResultStore store, TaskResult result) {
        store.save(result).block();
    }

    private static @Nullable String found(MemoryResultStore store, String taskName) {
        TaskResult result = store.find(taskName).block();
        return result == null ? null : result.result().toString();
    }

    private static TaskResult result(String sessionId, String taskName, String request, String json) {
        SessionInfo session = new SessionInfo(
                sessionId,
                taskName,
                request,
                "D1",
                null,
                SessionState.COMPLETED,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                false,
                null,
                null);
        return new TaskResult(session, RawJson.of(json));
    }
}
