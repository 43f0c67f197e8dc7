package io.agentserver.server.engine;

import static io.agentserver.server.engine.FakeSession.failure;
import static io.agentserver.server.engine.FakeSession.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ToolType;
import io.agentserver.server.engine.Playbook.CommandTemplate;
import io.agentserver.server.engine.Playbook.OnFailure;
import io.agentserver.server.engine.Playbook.Rule;
import io.agentserver.server.engine.SessionOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PlaybookEngineTest {

    private static final CommandTemplate ONE = CommandTemplate.action("one", Map.of());
    private static final CommandTemplate TWO = CommandTemplate.action("two", Map.of());
    private static final CommandTemplate THREE = CommandTemplate.action("three", Map.of());

    @Test
    void runsTheCommandOfTheRuleThatMatches() {
        Rule rule = rule("list files in (?<dir>.+)", shell("ls -la -- ${dir|sh}"));
        FakeSession session = FakeSession.succeeding("list files in /var/my log", "{\"stdout\":\"a.log\"}");

        StepVerifier.create(engine(rule).run(session))
                .expectNext(SessionOutcome.completed(
                        RawJson.of("[{\"request\":\"list files in /var/my log\",\"result\":{\"stdout\":\"a.log\"}}]")))
                .verifyComplete();

        assertThat(session.sent())
                .containsExactly(CommandRound.of(List.of(
                        Command.action("execute_command", RawJson.of("{\"command\":\"ls -la -- '/var/my log'\"}")))));
    }

    @Test
    void takesTheFirstRuleForTheDevicesPlatform() {
        PlaybookEngine engine = engine(
                rule("(?i)disk.*", ONE).on("windows", "mobile"),
                rule("disk usage", TWO).on("linux"),
                rule(".*", THREE));

        assertThat(toolsSent(engine, "linux", "disk usage")).containsExactly("two");
        assertThat(toolsSent(engine, "mobile", "disk usage")).containsExactly("one");
        assertThat(toolsSent(engine, "linux", "disk space")).containsExactly("three");
    }

    @Test
    void failsWhenNoRuleMatchesAndSendsNothing() {
        FakeSession session = FakeSession.succeeding("make\ntea", "1");

        StepVerifier.create(engine(rule("disk usage", ONE), rule(".*", TWO).on("windows"))
                        .run(session))
                .expectNext(SessionOutcome.failed(
                        "No playbook rule for platform linux matches the request 'make tea';"
                                + " ask for something the playbook knows, or add a rule",
                        null))
                .verifyComplete();
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void shortensALongRequestInTheError() {
        String error = error(engine(rule("x", ONE)), "\uD83D\uDE00".repeat(81));

        assertThat(error).contains("'" + "\uD83D\uDE00".repeat(80) + "…'");
    }

    @Test
    void refusesARequestTooLongToMatchQuickly() {
        PlaybookEngine engine = engine(rule("(?s).*", ONE));

        assertThat(error(engine, "x".repeat(16_385)))
                .isEqualTo("Request of 16385 characters is too long for the playbook engine"
                        + " (expected: at most 16384)");
        assertThat(toolsSent(engine, "linux", "x".repeat(16_384))).containsExactly("one");
    }

    @Test
    void failsWhenAPlaceholderCannotTakeTheText() {
        FakeSession session = FakeSession.succeeding("tap left", "1");
        Rule rule = Rule.of(
                "tap",
                RequestPattern.of("tap (?<x>.+)"),
                ONE,
                CommandTemplate.action("tap", Map.of("x", "${x|number}")));

        StepVerifier.create(engine(rule).run(session))
                .expectNext(SessionOutcome.failed(
                        "Playbook rule 'tap': ${x|number} is 'left' (expected: a number such as 12 or -3.5)", null))
                .verifyComplete();
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void sendsNeighboursForOneAgentInOneRound() {
        CommandTemplate elsewhere = new CommandTemplate(
                "see", ToolType.DATA_COLLECTION, ValueTemplate.of(Map.of()), "AppAgent", "WINWORD.EXE", "winword");
        FakeSession session = FakeSession.succeeding("q", "1");

        StepVerifier.create(engine(rule("q", ONE, TWO, elsewhere, THREE)).run(session))
                .expectNext(SessionOutcome.completed(RawJson.of("[{\"request\":\"q\",\"result\":[1,1,1,1]}]")))
                .verifyComplete();

        RawJson none = RawJson.of("{}");
        assertThat(session.sent())
                .containsExactly(
                        CommandRound.of(List.of(Command.action("one", none), Command.action("two", none))),
                        new CommandRound(
                                List.of(new Command("see", none, ToolType.DATA_COLLECTION, null)),
                                "AppAgent",
                                "WINWORD.EXE",
                                "winword"),
                        CommandRound.of(List.of(Command.action("three", none))));
    }

    @Test
    void stopsAtTheFirstFailure() {
        FakeSession session = FakeSession.answering("q", success("1"), failure("boom"));

        StepVerifier.create(engine(rule("q", ONE, of("A"), THREE)).run(session))
                .expectNext(SessionOutcome.failed("boom", RawJson.of("[{\"request\":\"q\",\"result\":[1,\"boom\"]}]")))
                .verifyComplete();
        assertThat(session.sent()).hasSize(2);
    }

    @Test
    void goesOnAfterAFailureWhenTheRuleSaysSoAndStillFails() {
        Rule rule = rule("q", ONE, TWO, THREE).withOnFailure(OnFailure.GO_ON);
        FakeSession session = FakeSession.answering("q", success("1"), failure("boom"), success("3"));

        StepVerifier.create(engine(rule).run(session))
                .expectNext(
                        SessionOutcome.failed("boom", RawJson.of("[{\"request\":\"q\",\"result\":[1,\"boom\",3]}]")))
                .verifyComplete();
        assertThat(session.sent()).extracting(round -> round.commands().size()).containsExactly(1, 1, 1);
    }

    @Test
    void sendsTheNextRoundOnlyWhenTheLastIsAnswered() {
        Rule rule = rule("q", ONE, TWO).withOnFailure(OnFailure.GO_ON);
        FakeSession session = new FakeSession(
                "linux",
                "q",
                (number, round) -> Mono.delay(Duration.ofSeconds(1)).map(tick -> success("1")));

        StepVerifier.withVirtualTime(() -> engine(rule).run(session))
                .expectSubscription()
                .then(() -> assertThat(session.sent()).hasSize(1))
                .expectNoEvent(Duration.ofSeconds(1))
                .then(() -> assertThat(session.sent()).hasSize(2))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void reportsADeadlineThatPassed() {
        FakeSession session = FakeSession.answering(
                "q", RoundResult.timedOut(List.of(Result.failure("No answer within 300 s", null))));

        StepVerifier.create(engine(rule("q", ONE)).run(session))
                .assertNext(outcome -> {
                    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
                    assertThat(outcome.error()).isEqualTo("No answer within 300 s");
                })
                .verifyComplete();
    }

    @Test
    void givesUpTheRoundAndSendsNoMoreWhenTheSessionIsCancelled() {
        Rule rule = rule("q", ONE, TWO).withOnFailure(OnFailure.GO_ON);
        FakeSession session = new FakeSession("linux", "q", (number, round) -> Mono.never());

        engine(rule).run(session).subscribe().dispose();

        assertThat(session.sent()).hasSize(1);
        assertThat(session.cancelled()).isEqualTo(1);
    }

    private static PlaybookEngine engine(Rule... rules) {
        return new PlaybookEngine(Playbook.of(rules));
    }

    private static Rule rule(String request, CommandTemplate... commands) {
        return Rule.of("a rule", RequestPattern.of(request), commands);
    }

    private static CommandTemplate shell(String command) {
        return CommandTemplate.action("execute_command", Map.of("command", command));
    }

    private static CommandTemplate of(String agent) {
        return new CommandTemplate("tool", ToolType.ACTION, ValueTemplate.of(Map.of()), agent, "", "");
    }

    private static String error(PlaybookEngine engine, String request) {
        SessionOutcome outcome =
                engine.run(FakeSession.succeeding(request, "1")).block();
        assertThat(outcome).isNotNull();
        assertThat(outcome.error()).isNotNull();
        return outcome.error();
    }

    private static List<String> toolsSent(PlaybookEngine engine, String platform, String request) {
        FakeSession session = new FakeSession(platform, request, (number, round) -> Mono.just(success("1")));
        engine.run(session).block();
        return session.sent().stream()
                .flatMap(round -> round.commands().stream())
                .map(Command::toolName)
                .toList();
    }
}
