package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.constantConcurrentUsers;
import static io.agentserver.loadtest.Dsl.constantUsersPerSec;
import static io.agentserver.loadtest.Dsl.exec;
import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.jsonPath;
import static io.agentserver.loadtest.Dsl.percent;
import static io.agentserver.loadtest.Dsl.scenario;
import static io.agentserver.loadtest.Dsl.status;
import static io.agentserver.loadtest.engine.ShardKit.MS;
import static io.agentserver.loadtest.engine.ShardKit.S;
import static io.agentserver.loadtest.engine.ShardKit.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.Feeder;
import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way users go on a shard, and when, in a virtual time, against a server that is a function. */
final class ShardUsersTest {

    private final ShardKit kit = new ShardKit();

    @Test
    void aPausePlansTheNextRequestForItsEnd() {
        List<Long> planned = new ArrayList<>();
        Scenario scenario = scenario("s")
                .exec(http("a").get("/"))
                .pause(Duration.ofMillis(500))
                .exec(http("b").get("/"))
                .exec(http("c").get("/"));
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, 10 * S, call -> {
            planned.add(call.planned() / MS);
            call.sent();
            kit.time.at(kit.time.now() + 20 * MS, () -> call.answered(Reply.of("200")));
        });
        run.finish();

        assertThat(planned).containsExactly(0L, 520L, 540L);
    }

    @Test
    void closedUsersFollowEachOtherFromTheEndOfTheOneBefore() {
        Population population = get().injectClosed(constantConcurrentUsers(5).during(2));
        int[] underWay = {0, 0};
        ShardKit.Run run = kit.run(population, 0, 2 * S, call -> {
            underWay[0]++;
            underWay[1] = Math.max(underWay[1], underWay[0]);
            call.sent();
            kit.time.at(kit.time.now() + 10 * MS, () -> {
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
        ShardKit.Run run = kit.run(population, 0, S, call -> call.failed("connect_failed"));

        assertThat(run.finish().requests().get("get").ko()).isBetween(27L, 33L);
    }

    @Test
    void stepsThatWaitForNothingDoNotDeepenTheStackNorHoldUpTheOthers() {
        int[] rounds = {0};
        Scenario scenario = scenario("s").repeat(1_000_000).on(exec(session -> {
            rounds[0]++;
            return session;
        }));
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {});
        run.finish();

        assertThat(rounds[0]).isEqualTo(1_000_000);
        assertThat(kit.faults).isEmpty();
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
        kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {})
                .finish();

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
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {
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
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, kit.after(MS));

        assertThat(run.finish().requests().get("get").ok()).isEqualTo(1);
        assertThat(kit.faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault).hasMessageContaining("missing"));
    }

    @Test
    void aFaultInAConditionEndsItsUserAndNotTheSource() {
        Scenario scenario = scenario("s")
                .doIf(session -> session.getInt("missing") > 0)
                .on(exec(session -> session))
                .exec(http("get").get("/"));
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(10).during(1)), 0, S, kit.after(MS));

        assertThat(run.finish().arrivals()).isEqualTo(10);
        assertThat(kit.faults).hasSize(10);
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
        ShardKit.Run run = kit.run(fed.injectClosed(constantConcurrentUsers(3).during(1)), 0, S, kit.after(5 * MS));

        assertThat(run.finish().requests().get("get").ok()).isEqualTo(1);
        // Three every 10 ms.
        assertThat(users[0]).isBetween(290, 310);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_connected", "connect_failed", "expression"})
    void aLoopWhoseRequestsFailAtOncePausesBetweenThem(String kind) {
        List<Long> planned = new ArrayList<>();
        Scenario scenario = scenario("s").forever().on(exec(http("get").get("/")));
        ShardKit.Run run = kit.run(scenario.injectOpen(constantUsersPerSec(1).during(1)), 0, S, call -> {
            planned.add(call.planned() / MS);
            call.failed(kind);
        });

        assertThat(run.finish().requests().get("get").errors()).containsExactly(Map.entry(kind, 10L));
        assertThat(planned).startsWith(0L, 100L, 200L);
    }
}
