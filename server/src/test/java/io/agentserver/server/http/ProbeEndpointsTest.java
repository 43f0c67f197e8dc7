package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ready says why it is not; alive is alive. */
class ProbeEndpointsTest {

    private final Phase phase = new Phase();
    private final AtomicBoolean connections = new AtomicBoolean();
    private final AtomicBoolean sessions = new AtomicBoolean();
    private final AtomicBoolean bytes = new AtomicBoolean();
    private final ProbeEndpoints probes = new ProbeEndpoints(phase, connections::get, bytes::get, sessions::get);

    @BeforeEach
    void serve() {
        phase.serve();
    }

    @Test
    void isNotReadyWhileItStartsAndLivesAllTheWhile() {
        ProbeEndpoints early = new ProbeEndpoints(new Phase(), () -> false, () -> false, () -> false);

        Answer answer = early.ready(Calls.get());
        assertThat(Calls.status(answer)).isEqualTo(503);
        assertThat(Calls.text(answer)).isEqualTo("{\"status\":\"starting\",\"detail\":\"Server is starting\"}");
        assertThat(Calls.status(early.live(Calls.get()))).isEqualTo(200);
    }

    @Test
    void isReadyWhenNothingIsInTheWay() {
        assertThat(ready()).isEqualTo("200 {\"status\":\"ready\"}");
    }

    @Test
    void saysWhichLimitIsReached() {
        sessions.set(true);
        assertThat(ready())
                .isEqualTo("503 {\"status\":\"exhausted\",\"detail\":\"Too many sessions (limits.sessions)\"}");
        bytes.set(true);
        assertThat(ready())
                .isEqualTo("503 {\"status\":\"exhausted\","
                        + "\"detail\":\"Too many bytes of messages on their way (limits.inflight-bytes)\"}");
        connections.set(true);
        assertThat(ready())
                .isEqualTo("503 {\"status\":\"exhausted\",\"detail\":\"Too many connections (limits.connections)\"}");
        connections.set(false);
        bytes.set(false);
        sessions.set(false);
        assertThat(ready()).startsWith("200");
    }

    @Test
    void saysFirstThatItShutsDownAndLivesAllTheWhile() {
        connections.set(true);
        phase.drain();

        assertThat(ready()).isEqualTo("503 {\"status\":\"draining\",\"detail\":\"Server is shutting down\"}");
        assertThat(Calls.status(probes.live(Calls.get()))).isEqualTo(200);
    }

    private String ready() {
        Answer answer = probes.ready(Calls.get());
        return Calls.status(answer) + " " + Calls.text(answer);
    }
}
