package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.CancelReason;
import io.agentserver.server.testkit.HubKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** Contract 4.5 and cases 89 to 92, 94. */
class TaskResultEndpointTest {

    private static final String PENDING = "{\"status\":\"pending\"}";

    private final HubKit kit = new HubKit();
    private final TaskResultEndpoint endpoint = new TaskResultEndpoint(kit.results(), 2);
    private final HubKit.Client device = kit.device("D1");
    private final List<String> answers = new ArrayList<>();

    @Test
    void isPendingBeforeAndDuringAndDoneAfterAsOftenAsAsked() {
        assertThat(result("n1")).isEqualTo(PENDING);
        String session = run("n1");
        assertThat(result("n1")).isEqualTo(PENDING);
        finish(session, "\"3 files\"");

        String done = "{\"status\":\"done\",\"result\":[{\"request\":\"list files\",\"result\":\"3 files\"}],"
                + "\"task_status\":\"completed\",\"error\":null,\"session_id\":\"" + session
                + "\",\"task_name\":\"n1\"}";
        assertThat(result("n1")).isEqualTo(done);
        assertThat(result("n1")).isEqualTo(done);
    }

    @Test
    void isDoneWithAFailureForATaskThatFailed() {
        kit.sessions().dispatch("D1", "list files", "n1");
        kit.advance(Duration.ofSeconds(30));

        assertThat(result("n1"))
                .startsWith("{\"status\":\"done\",\"result\":{\"failure\":\"")
                .contains("\"task_status\":\"failed\",\"error\":\"");
    }

    @Test
    void isDoneForATaskThatWasCancelled() {
        String session = run("n1");
        kit.sessions().cancel(session, CancelReason.USER_REQUESTED);

        assertThat(result("n1"))
                .contains("\"task_status\":\"failed\"")
                .contains("\"error\":\"Task was cancelled (reason: user_requested)\"");
    }

    @Test
    void findsNamesAsTheyAreSanitised() {
        finish(run("a_b"), "1");

        assertThat(result("a b")).contains("\"task_name\":\"a_b\"");
        assertThat(result("..a?b")).contains("\"task_name\":\"a_b\"");
    }

    @Test
    void knowsNoNameWithASlash() {
        Answer answer = endpoint.answer(Calls.get("a/b", ""));

        assertThat(Calls.status(answer)).isEqualTo(404);
        assertThat(Calls.text(answer)).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    @Test
    void waitsForATaskThatRunsAndForOneThatHasYetToBegin() {
        await("n1", "wait=30s");
        String session = run("n1");
        await("n1", "wait=30s");
        assertThat(answers).isEmpty();

        finish(session, "1");

        assertThat(answers).hasSize(2).allMatch(answer -> answer.contains("\"status\":\"done\""));
    }

    @Test
    void isPendingWhenTheWaitIsOver() {
        await("n1", "wait=500ms");
        kit.advance(Duration.ofMillis(499));
        assertThat(answers).isEmpty();
        kit.advance(Duration.ofMillis(1));

        assertThat(answers).containsExactly(PENDING);
    }

    @Test
    void waitsAMinuteAtMost() {
        await("n1", "wait=3600");
        kit.advance(Duration.ofSeconds(60));

        assertThat(answers).containsExactly(PENDING);
    }

    @Test
    void letsOnlySoManyWait() {
        finish(run("done"), "1");
        Disposable first = await("n1", "wait=30s");
        await("n2", "wait=30s");

        await("n3", "wait=30s");
        assertThat(answers).containsExactly("{\"detail\":\"Too many requests wait for results\"}");
        await("done", "wait=30s");
        assertThat(answers).hasSize(2);

        first.dispose();
        await("n3", "wait=30s");
        assertThat(answers).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=", "wait=soon", "wait=-1s"})
    void saysWhatAWaitLooksLike(String query) {
        Answer answer = endpoint.answer(Calls.get("n1", query));

        assertThat(Calls.status(answer)).isEqualTo(400);
        assertThat(Calls.text(answer)).contains("(expected: 30s, 500ms or seconds, at most 60 s)");
    }

    private String result(String name) {
        return Calls.text(endpoint.answer(Calls.get(name, "")));
    }

    private Disposable await(String name, String query) {
        Answer.Later later = (Answer.Later) endpoint.answer(Calls.get(name, query));
        return later.reply().subscribe(reply -> answers.add(Calls.text(reply)));
    }

    /** Dispatches a task which the device begins as the real client does. */
    private String run(String name) {
        kit.sessions().dispatch("D1", "list files", name);
        String session =
                device.channel().takeOne(ServerMessage.Task.class).header().sessionId();
        kit.say(device, HubKit.ownTask(name, "list files"));
        return session;
    }

    private void finish(String session, String result) {
        String responseId = device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(command -> command.header().responseId())
                .findFirst()
                .orElseThrow();
        kit.say(device, HubKit.results(session, responseId, HubKit.success(result)));
    }
}
