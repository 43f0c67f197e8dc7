package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Contract 4.4 and cases 82, 83, 87, 93. */
class DispatchEndpointTest {

    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults()
                    .withLimits(limits -> limits.withSessions(3).withSessionsPerDevice(2)),
            new DelegateEngine());
    private final Phase phase = new Phase();
    private final DispatchEndpoint endpoint = new DispatchEndpoint(
            kit.sessions(), new BodyReader(1_000, kit.timing()), new IdempotentReplies(kit.timing()), phase);

    @Test
    void handsTheTaskToTheDevice() {
        HubKit.Client device = kit.device("D1");

        RawJson body = body(dispatch("{\"client_id\":\"D1\",\"request\":\"list files\",\"task_name\":\"n1\"}"));

        ServerMessage.Task task = device.channel().takeOne(ServerMessage.Task.class);
        assertThat(task.userRequest()).isEqualTo("list files");
        assertThat(task.taskName()).isEqualTo("n1");
        assertThat(body)
                .hasToString("{\"status\":\"dispatched\",\"task_name\":\"n1\",\"client_id\":\"D1\",\"session_id\":\""
                        + task.header().sessionId() + "\"}");
    }

    @Test
    void namesATaskThatHasNoName() {
        kit.device("D1");

        String name = Objects.requireNonNull(
                        body(dispatch("{\"client_id\":\"D1\",\"request\":\"x\",\"task_name\":null}"))
                                .member("task_name"))
                .stringValue();

        assertThat(name).matches("[0-9a-f-]{36}");
    }

    @Test
    void refusesClientsThatCannotExecute() {
        kit.device("D1");
        kit.constellation("C1", "D1");

        Answer unknown = dispatch("{\"client_id\":\"nope\",\"request\":\"x\"}");
        assertThat(Calls.status(unknown)).isEqualTo(404);
        assertThat(Calls.text(unknown)).isEqualTo("{\"detail\":\"Client not online\"}");
        assertThat(Calls.status(dispatch("{\"client_id\":\"C1\",\"request\":\"x\"}")))
                .isEqualTo(400);
    }

    @Test
    void answersAtTheCaps() {
        kit.device("D1");
        kit.device("D2");
        dispatchTo("D1");
        dispatchTo("D1");

        Reply onDevice = dispatchTo("D1");
        assertThat(onDevice.status().code()).isEqualTo(429);
        assertThat(Calls.text(onDevice)).isEqualTo("{\"detail\":\"Too many sessions on this device\"}");
        assertThat(header(onDevice, "retry-after")).isEqualTo("1");

        dispatchTo("D2");
        Reply inAll = dispatchTo("D2");
        assertThat(inAll.status().code()).isEqualTo(503);
        assertThat(Calls.text(inAll)).isEqualTo("{\"detail\":\"Too many sessions\"}");
        assertThat(header(inAll, "retry-after")).isEqualTo("1");
    }

    @Test
    void refusesWhileTheServerDrains() {
        kit.device("D1");
        phase.drain();

        Reply reply = dispatchTo("D1");

        assertThat(reply.status().code()).isEqualTo(503);
        assertThat(header(reply, "retry-after")).isEqualTo("5");
        assertThat(kit.sessions().active()).isZero();
    }

    @Test
    void runsARepeatedRequestOnce() {
        HubKit.Client device = kit.device("D1");
        String body = "{\"client_id\":\"D1\",\"request\":\"x\"}";

        String first = Calls.text(endpoint.answer(Calls.post(key("abc"), Flux.just(body))));
        String second = Calls.text(endpoint.answer(Calls.post(key("abc"), Flux.just(body))));

        assertThat(second).isEqualTo(first);
        assertThat(device.channel().take()).hasSize(1);
    }

    @Test
    void refusesAnIdempotencyKeyThatIsEmptyOrVeryLong() {
        for (String key : new String[] {"", "x".repeat(256)}) {
            Answer answer = endpoint.answer(Calls.post(key(key), Flux.just("{}")));
            assertThat(Calls.status(answer)).isEqualTo(400);
            assertThat(Calls.text(answer)).contains("Idempotency-Key: " + key.length() + " characters");
        }
    }

    private static HttpHeaders key(String key) {
        return new DefaultHttpHeaders().set("Idempotency-Key", key);
    }

    private static String header(Reply reply, String name) {
        return reply.headers().entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static RawJson body(Answer answer) {
        return RawJson.of(Calls.text(answer));
    }

    private Reply dispatchTo(String clientId) {
        return Calls.settled(dispatch("{\"client_id\":\"" + clientId + "\",\"request\":\"x\"}"));
    }

    /** Reads the body once: the same reply however often a test looks at it. */
    private Reply dispatch(String body) {
        return Calls.settled(endpoint.answer(Calls.post(body)));
    }
}
