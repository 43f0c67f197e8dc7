package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.engine.RoundResult;
import io.agentserver.server.engine.SessionContext;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Contract 6.1: what a device has answered an engine is the result of a session that ends without one. */
class ResultsSoFarTest {

    private static final int LIMIT = 1_024;

    @Test
    @DisplayName("6.1: a session whose device drops, or that somebody cancels, has the results so far")
    void keepsThemWhenASessionIsCancelled() {
        SessionEngine engine = session -> round(session).then(round(session)).then(Mono.never());
        HubKit kit = kit(engine);
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("dropped", "D1", "r"));
        answer(kit, device, "dropped", "1");
        answer(kit, device, "dropped", "2");
        kit.say(constellation, HubKit.task("cancelled", "D1", "r"));
        answer(kit, device, "cancelled", "3");
        constellation.channel().take();

        kit.sessions().cancel("cancelled", CancelReason.USER_REQUESTED);
        ServerMessage.TaskEnd cancelled = constellation.channel().takeOne(ServerMessage.TaskEnd.class);
        kit.disconnect(device);
        ServerMessage.TaskEnd dropped = constellation.channel().takeOne(ServerMessage.TaskEnd.class);

        assertThat(cancelled.result()).hasToString("[{\"request\":\"r\",\"result\":3}]");
        assertThat(dropped.result()).hasToString("[{\"request\":\"r\",\"result\":[1,2]}]");
        assertThat(dropped.error()).isEqualTo("Task was cancelled because target device disconnected");
        assertThat(kit.results().findBySession("cancelled").block())
                .extracting(kept -> kept.result().toString())
                .isEqualTo("[{\"request\":\"r\",\"result\":3}]");
    }

    @Test
    @DisplayName("6.1: an engine that throws, says nothing, or fails without a result leaves the results so far")
    void keepsThemWhenAnEngineHasNone() {
        assertThat(endAfterAnAnswer(Mono.error(new IllegalStateException("boom"))))
                .extracting(ServerMessage.TaskEnd::error, end -> String.valueOf(end.result()))
                .containsExactly("boom", "[{\"request\":\"r\",\"result\":1}]");
        assertThat(endAfterAnAnswer(Mono.empty()))
                .extracting(ServerMessage.TaskEnd::error, end -> String.valueOf(end.result()))
                .containsExactly("Session ended in unknown state", "[{\"request\":\"r\",\"result\":1}]");
        assertThat(endAfterAnAnswer(Mono.just(SessionOutcome.failed(null, null))))
                .extracting(ServerMessage.TaskEnd::error, end -> String.valueOf(end.result()))
                .containsExactly(null, "[{\"request\":\"r\",\"result\":1}]");
    }

    @Test
    void whatAnEngineSaysGoesBeforeThem() {
        assertThat(endAfterAnAnswer(Mono.just(SessionOutcome.failed("no", RawJson.of("7"))))
                        .result())
                .hasToString("7");
    }

    @Test
    @DisplayName("results beyond limits.message-bytes reach the engine and are not kept")
    void keepsNoMoreThanAMessageMayHold() {
        HubKit kit = kit(session -> round(session)
                .flatMap(first -> round(session))
                .map(second -> SessionOutcome.failed(
                        String.valueOf(second.results().get(0).result()), null)));
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        String large = "\"" + "x".repeat(LIMIT - 100) + "\"";
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        answer(kit, device, "s", "1");
        constellation.channel().take();
        answer(kit, device, "s", large);

        ServerMessage.TaskEnd end = constellation.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(end.error()).isEqualTo(large);
        assertThat(end.result()).hasToString("[{\"request\":\"r\",\"result\":1}]");
    }

    @Test
    @DisplayName("after results that were not kept no others are: there is no gap among those so far")
    void leavesNoGap() {
        HubKit kit = kit(session ->
                round(session).then(round(session)).then(round(session)).then(Mono.empty()));
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        answer(kit, device, "s", "1");
        answer(kit, device, "s", "\"" + "x".repeat(LIMIT - 100) + "\"");
        constellation.channel().take();
        answer(kit, device, "s", "3");

        ServerMessage.TaskEnd end = constellation.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(end.result()).hasToString("[{\"request\":\"r\",\"result\":1}]");
    }

    @Test
    @DisplayName("sessions.results-bytes bounds what all sessions of engines keep; what ends makes room again")
    void boundsWhatAllKeepTogether() {
        AgentServerConfig config =
                AgentServerConfig.defaults().withSessions(sessions -> sessions.withResultsBytes(LIMIT));
        HubKit kit = new HubKit(config, session -> round(session).then(Mono.never()));
        Client one = kit.device("D1");
        Client other = kit.device("D2");
        Client constellation = kit.constellation("run@D1", "D1");
        Client second = kit.constellation("run@D2", "D2");
        String half = "\"" + "x".repeat(LIMIT / 2) + "\"";

        kit.say(constellation, HubKit.task("first", "D1", "r"));
        answer(kit, one, "first", half);
        kit.say(second, HubKit.task("late", "D2", "r"));
        answer(kit, other, "late", half);
        assertThat(resultOfCancelled(kit, "late", second)).isNull();
        assertThat(resultOfCancelled(kit, "first", constellation)).contains("xxx");

        kit.say(second, HubKit.task("again", "D2", "r"));
        answer(kit, other, "again", half);
        assertThat(resultOfCancelled(kit, "again", second)).contains("xxx");
    }

    @Test
    @DisplayName("an error text counts as a result does")
    void countsErrorTexts() {
        Result failure = new Result(ResultStatus.FAILURE, "e".repeat(1_000), null, "tools", "call-1");

        assertThat(DeviceResults.bytes(List.of(failure, failure))).isGreaterThan(2_000);
    }

    private static @Nullable String resultOfCancelled(HubKit kit, String sessionId, Client requester) {
        requester.channel().take();
        kit.sessions().cancel(sessionId, CancelReason.USER_REQUESTED);
        RawJson result =
                requester.channel().takeOne(ServerMessage.TaskEnd.class).result();
        return result == null ? null : result.toString();
    }

    private static ServerMessage.TaskEnd endAfterAnAnswer(Mono<SessionOutcome> end) {
        HubKit kit = kit(session -> round(session).flatMap(answered -> end));
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        constellation.channel().take();
        answer(kit, device, "s", "1");
        return constellation.channel().takeOne(ServerMessage.TaskEnd.class);
    }

    private static HubKit kit(SessionEngine engine) {
        return new HubKit(AgentServerConfig.defaults().withLimits(limits -> limits.withMessageBytes(LIMIT)), engine);
    }

    private static Mono<RoundResult> round(SessionContext session) {
        return session.execute(List.of(Command.action("see", RawJson.of("{}"))));
    }

    /** The device answers the latest COMMAND it got. */
    private static void answer(HubKit kit, Client device, String sessionId, String json) {
        List<ServerMessage> sent = device.channel().take();
        ServerMessage.Commands command = (ServerMessage.Commands) sent.get(sent.size() - 1);
        kit.say(device, HubKit.results(sessionId, command.header().responseId(), HubKit.success(json)));
    }
}
