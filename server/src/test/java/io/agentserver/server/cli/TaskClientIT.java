package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The {@code dispatch} command against a server that answers as the test says. */
@Timeout(30)
class TaskClientIT {

    private static final String DISPATCHED =
            "200 {\"status\":\"dispatched\",\"task_name\":\"n 1\",\"client_id\":\"d1\",\"session_id\":\"s\"}";

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private DisposableServer server;

    @BeforeEach
    void start() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            requests.add(request.method() + " " + request.uri() + " key="
                                    + request.requestHeaders().get("X-API-Key") + " " + body);
                            String answer = answers.remove();
                            return response.status(Integer.parseInt(answer.substring(0, 3)))
                                    .sendString(Mono.just(answer.substring(4)))
                                    .then();
                        }))
                .bindNow();
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void printsTheResultOfATaskThatCompleted() {
        answers(
                DISPATCHED,
                "200 {\"status\":\"pending\"}",
                "200 {\"status\":\"done\",\"result\":[{\"request\":\"r\",\"result\":1}],\"task_status\":\"completed\"}");

        TestTerminal terminal = dispatch(Map.of("AGENT_SERVER_API_KEY", "secret"), "--task-name", "n 1");

        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out()).isEqualTo("[{\"request\":\"r\",\"result\":1}]\n");
        assertThat(requests).hasSize(3);
        assertThat(requests.get(0))
                .isEqualTo(
                        "POST /api/dispatch key=secret {\"client_id\":\"d1\",\"request\":\"open the \\\"door\\\"\",\"task_name\":\"n 1\"}");
        assertThat(requests.get(1)).isEqualTo("GET /api/task_result/n%201?wait=60000ms key=secret ");
    }

    @Test
    void leavesTheNameToTheServerAndTheKeyAway() {
        answers(DISPATCHED, "200 {\"status\":\"done\",\"result\":null}");

        assertThat(dispatch(Map.of()).exitCode()).isZero();
        assertThat(requests.get(0)).doesNotContain("task_name").contains("key=null");
    }

    @Test
    void endsWithOneWhenTheTaskFailed() {
        answers(
                DISPATCHED,
                "200 {\"status\":\"done\",\"result\":{\"failure\":\"no door\"},\"task_status\":\"failed\",\"error\":\"no door\"}");

        TestTerminal terminal = dispatch(Map.of(), "--api-key", "k");

        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("{\"failure\":\"no door\"}\n");
        assertThat(terminal.err()).isEqualTo("Task n 1 failed: no door\n");
    }

    @Test
    void endsWithOneWhenTheWaitIsOver() {
        answers(
                DISPATCHED,
                "200 {\"status\":\"pending\"}",
                "200 {\"status\":\"pending\"}",
                "200 {\"status\":\"pending\"}");

        TestTerminal terminal = dispatch(Map.of(), "--wait", "600ms");

        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("Task n 1 has not ended within 600ms; it goes on, ask again at http://");
        assertThat(requests)
                .as("the task, and at most one question each 500 ms")
                .hasSizeBetween(2, 4);
    }

    @Test
    void saysWhyTheServerRefused() {
        answers("404 {\"detail\":\"Client not online\"}", "401 {\"detail\":\"Invalid API key\"}", "503 busy");

        assertThat(dispatch(Map.of()).err()).isEqualTo("Cannot dispatch the task: 404 Client not online\n");
        TestTerminal keyless = dispatch(Map.of());
        assertThat(keyless.err())
                .isEqualTo("Cannot dispatch the task: 401 Invalid API key (give the server's key with --api-key)\n");
        assertThat(keyless.exitCode()).isEqualTo(1);
        assertThat(dispatch(Map.of()).err()).startsWith("Cannot dispatch the task: 503 ");
    }

    @Test
    void saysThatItIsNoAgentServer() {
        answers("200 <html>", "200 []");

        assertThat(dispatch(Map.of()).err()).contains("gave no answer of an agent server");
        assertThat(dispatch(Map.of()).exitCode()).isEqualTo(1);
    }

    @Test
    void saysThatNobodyAnswers() {
        server.disposeNow();

        TestTerminal terminal = dispatch(Map.of());
        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("Cannot reach http://127.0.0.1:" + server.port() + ": ");
    }

    private void answers(String... all) {
        answers.addAll(List.of(all));
    }

    private TestTerminal dispatch(Map<String, String> environment, String... more) {
        return TestTerminal.run(
                environment,
                Stream.concat(
                                Stream.of(
                                        "dispatch",
                                        "d1",
                                        "open the \"door\"",
                                        "--url",
                                        "http://127.0.0.1:" + server.port() + "/"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
