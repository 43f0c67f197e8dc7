package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.constantConcurrentUsers;
import static io.agentserver.loadtest.Dsl.constantUsersPerSec;
import static io.agentserver.loadtest.Dsl.exec;
import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.jsonPath;
import static io.agentserver.loadtest.Dsl.percent;
import static io.agentserver.loadtest.Dsl.scenario;
import static io.agentserver.loadtest.Dsl.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.loadtest.Feeder;
import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, calls and figures in a virtual time, against a server that is a function. */
final class ShardTest {

    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;
    private static final long TIMEOUT = 60 * S;

    private final VirtualTime time = new VirtualTime();
    private final Program program = new Program();
    private final List<RuntimeException> faults = new ArrayList<>();

    /** One run on one shard with a window. */
    private final class Run {
        private final Shard shard;
        private final Window window;

        Run(Population population, long windowFrom, long windowTo, Consumer<Call> server) {
            Node first = program.compile(population.steps());
            window = new Window(0, windowFrom, windowTo);
            Wire wire = new Wire() {
                @Override
                public void start(Call call) {
                    server.accept(call);
                }

                @Override
                public void userEnded(User user) {
                    // It had nothing to close.
                }
            };
            shard = new Shard(time, wire, window, program.names(), TIMEOUT, 1_000_000, 1, faults::add);
            Shard.Source source;
            if (population.open() != null) {
                source = new Pacer(shard, "s", first, population.open().times(1), 0, 1);
            } else {
                source = new ConcurrencyKeeper(shard, "s", first, population.closed(), 0, 1);
            }
            shard.begin(List.of(source));
        }

        /** Runs to the end of the window, and then until nothing is under way. */
        ShardTotals finish() {
            time.runUntil(window.to() - 1);
            shard.stop();
            time.runUntil(window.to() + TIMEOUT + S);
            return shard.totals();
        }

        ShardSecond.Request figures(String name) {
            return shard.endSecond(0).requests().get(name);
        }
    }

    /** Answers each call so long after it was sent. */
    private Consumer<Call> after(long nanos) {
        return call -> {
            call.sent();
            time.at(time.now() + nanos, () -> call.answered(Reply.of("200")));
        };
    }

    private static Scenario get() {
        return scenario("s").exec(http("get").get("/"));
    }

    @Test
    void countsWhatIsPlannedInTheWindowWheneverItEnds() {
        Population population = get().injectOpen(constantUsersPerSec(100).during(4));
        Run run = new Run(population, S, 3 * S, after(2 * S));

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
                long end = time.now() >= S && time.now() < 2 * S ? 2 * S : time.now() + MS;
                time.at(end, () -> {
                    busy[0] = false;
                    call.answered(Reply.of("200"));
                    next[0].run();
                });
            }
        };
        Population population = get().injectOpen(constantUsersPerSec(100).during(4));
        Run run = new Run(population, 0, 4 * S, call -> {
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
        Run run = new Run(population, 0, 4 * S, after(MS));
        time.runUntil(S);
        time.freezeUntil(2 * S);

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
        Run run = new Run(population, S, 3 * S, call -> {
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
        Run run = new Run(population, 0, S, Call::sent);

        ShardTotals totals = run.finish();

        assertThat(totals.requests().get("get").errors()).containsExactly(Map.entry("timeout", 1L));
        assertThat(run.figures("get").counted().getMaxValue() / 1e6).isCloseTo(60, within(0.2));
        // When it was planned: others may have been answered while it was waited for.
        assertThat(totals.lastLostNanos()).isZero();
    }

    @Test
    void aRefusalIsCountedByKindAndNotInTheHistogram() {
        Population population = get().injectOpen(constantUsersPerSec(10).during(1));
        Run run = new Run(population, 0, S, call -> {
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
        Run run = new Run(population, 0, S, call -> {});
        time.runUntil(S);
        run.shard.abandonAll();

        ShardTotals.Request totals = run.shard.totals().requests().get("get");
        assertThat(totals.unsent()).isEqualTo(10);
        assertThat(totals.ko()).isZero();
        assertThat(run.shard.isAtRest()).isTrue();
    }

    @Test
    void aPausePlansTheNextRequestForItsEnd() {
        List<Long> planned = new ArrayList<>();
        Scenario scenario = scenario("s")
                .exec(http("a").get("/"))
                .pause(Duration.ofMillis(500))
                .exec(http("b").get("/"))
                .exec(http("c").get("/"));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, 10 * S, call -> {
            planned.add(call.planned() / MS);
            call.sent();
            time.at(time.now() + 20 * MS, () -> call.answered(Reply.of("200")));
        });
        run.finish();

        assertThat(planned).containsExactly(0L, 520L, 540L);
    }

    @Test
    void closedUsersFollowEachOtherFromTheEndOfTheOneBefore() {
        Population population = get().injectClosed(constantConcurrentUsers(5).during(2));
        int[] underWay = {0, 0};
        Run run = new Run(population, 0, 2 * S, call -> {
            underWay[0]++;
            underWay[1] = Math.max(underWay[1], underWay[0]);
            call.sent();
            time.at(time.now() + 10 * MS, () -> {
                underWay[0]--;
                call.answered(Reply.of("200"));
            });
        });

        assertThat(run.finish().requests().get("get").ok()).isEqualTo(1000);
        assertThat(underWay[1]).isEqualTo(5);
    }

    @Test
    void withoutAServerClosedUsersDoNotRaceInCircles() {
        Population population = get().injectClosed(constantConcurrentUsers(3).during(1));
        Run run = new Run(population, 0, S, call -> call.failed("connect_failed"));

        assertThat(run.finish().requests().get("get").ko()).isBetween(27L, 33L);
    }

    @Test
    void stepsThatWaitForNothingDoNotDeepenTheStackNorHoldUpTheOthers() {
        int[] rounds = {0};
        Scenario scenario = scenario("s").repeat(1_000_000).on(exec(session -> {
            rounds[0]++;
            return session;
        }));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {});
        run.finish();

        assertThat(rounds[0]).isEqualTo(1_000_000);
        assertThat(faults).isEmpty();
    }

    @Test
    void loopsBranchesAndFeedersGoTheirWay() {
        List<String> seen = new ArrayList<>();
        Feeder rows = Feeder.of(List.of(Map.of("id", "x"), Map.of("id", "y"), Map.of("id", "z")));
        Scenario scenario = scenario("s")
                .repeat(2, "i")
                .on(exec(session -> session)
                        .feed(rows)
                        .doIf(session -> session.getInt("i") == 1)
                        .on(exec(session -> {
                            seen.add("second " + session.getString("id"));
                            return session;
                        })))
                .randomSwitch(percent(100, exec(session -> {
                    seen.add("chosen");
                    return session;
                })))
                .feed(rows)
                .feed(rows)
                .exec(session -> {
                    seen.add("never: the feeder has run out");
                    return session;
                });
        new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {}).finish();

        assertThat(seen).containsExactly("second y", "chosen");
    }

    @Test
    void checksDecideAndKeepWhatTheyFind() {
        List<String> paths = new ArrayList<>();
        Scenario scenario = scenario("s")
                .exec(http("a")
                        .get("/")
                        .check(status().is(200), jsonPath("$.clients[0].id").saveAs("id")))
                .exec(http("b").get("/#{id}").check(status().is(201)))
                .exitHereIfFailed()
                .exec(http("c").get("/"));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {
            call.sent();
            paths.add(call.request().name() + " " + call.session().find("id"));
            call.answered(new Reply("200", "{\"clients\":[{\"id\":\"d1\"}]}".getBytes(StandardCharsets.UTF_8)));
        });

        ShardTotals totals = run.finish();

        assertThat(paths).containsExactly("a null", "b d1");
        assertThat(totals.requests().get("a").ok()).isEqualTo(1);
        assertThat(totals.requests().get("b").errors()).containsExactly(Map.entry("check", 1L));
        assertThat(totals.requests().get("c").ok()).isZero();
    }

    @Test
    void aFaultInAFunctionIsTheUsersAndNotTheRuns() {
        Scenario scenario = scenario("s")
                .exec(session -> session.set("n", session.getInt("missing")))
                .exec(http("get").get("/"));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, after(MS));

        assertThat(run.finish().requests().get("get").ok()).isEqualTo(1);
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).hasMessageContaining("missing"));
    }

    @Test
    void aFaultInAConditionEndsItsUserAndNotTheSource() {
        Scenario scenario = scenario("s")
                .doIf(session -> session.getInt("missing") > 0)
                .on(exec(session -> session))
                .exec(http("get").get("/"));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(10).during(1)), 0, S, after(MS));

        assertThat(run.finish().arrivals()).isEqualTo(10);
        assertThat(faults).hasSize(10);
        assertThat(run.shard.isAtRest()).isTrue();
    }

    @Test
    void closedUsersThatEndAtOnceAreMadeUpForInTheNextTurn() {
        int[] users = {0};
        Feeder rows = Feeder.of(List.of(Map.of("id", "x")));
        Scenario scenario = scenario("s").exec(session -> {
            users[0]++;
            return session;
        });
        Scenario fed = scenario.feed(rows).exec(http("get").get("/"));
        Run run = new Run(fed.injectClosed(constantConcurrentUsers(3).during(1)), 0, S, after(5 * MS));

        assertThat(run.finish().requests().get("get").ok()).isEqualTo(1);
        // Three every 10 ms.
        assertThat(users[0]).isBetween(290, 310);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_connected", "connect_failed", "expression"})
    void aLoopWhoseRequestsFailAtOncePausesBetweenThem(String kind) {
        List<Long> planned = new ArrayList<>();
        Scenario scenario = scenario("s").forever().on(exec(http("get").get("/")));
        Run run = new Run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {
            planned.add(call.planned() / MS);
            call.failed(kind);
        });

        assertThat(run.finish().requests().get("get").errors()).containsExactly(Map.entry(kind, 10L));
        assertThat(planned).startsWith(0L, 100L, 200L);
    }

    @Test
    void ofARequestThatNeverWentOutNoServiceTimeIsKnown() {
        Run run = new Run(get().injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {});
        run.finish();

        ShardSecond.Request figures = run.figures("get");
        assertThat(figures.counted().getTotalCount()).isEqualTo(1);
        assertThat(figures.service().getTotalCount()).isZero();
    }

    @Test
    void aStallOfTheGeneratorWhileTheWindowsLastAnswersAreWaitedForIsNoticed() {
        Run run = new Run(get().injectOpen(constantUsersPerSec(10).during(1)), 0, S, after(2 * S));
        time.runUntil(S);
        run.shard.stop();
        time.runUntil(S + 500 * MS);
        time.freezeUntil(4 * S);
        time.runUntil(5 * S);
        // Nobody waits any more.
        time.freezeUntil(7 * S);
        time.runUntil(8 * S);

        assertThat(run.shard.totals().stalls()).hasSize(1);
    }

    @Test
    void secondsAddUpToTheWhole() {
        Population population = get().injectOpen(constantUsersPerSec(100).during(3));
        Run run = new Run(population, S, 3 * S, after(5 * MS));
        Histogram counted = RequestStats.histogram();
        long ok = 0;
        for (int second = 0; second < 4; second++) {
            time.runUntil((second + 1) * S);
            ShardSecond.Request request = run.shard.endSecond(second).requests().get("get");
            counted.add(request.counted());
            ok += request.ok();
        }

        assertThat(ok).isEqualTo(300);
        assertThat(counted.getTotalCount()).isEqualTo(200);
        assertThat(run.finish().requests().get("get").ok()).isEqualTo(200);
    }
}
