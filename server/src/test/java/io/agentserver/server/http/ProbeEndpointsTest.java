package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Ready says why it is not; alive is alive. */
class ProbeEndpointsTest {

    private final Drain drain = new Drain();
    private final AtomicBoolean connections = new AtomicBoolean();
    private final AtomicBoolean sessions = new AtomicBoolean();
    private final ProbeEndpoints probes = new ProbeEndpoints(drain, connections::get, sessions::get);

    @Test
    void isReadyWhenNothingIsInTheWay() {
        assertThat(ready()).isEqualTo("200 {\"status\":\"ready\"}");
    }

    @Test
    void saysWhichLimitIsReached() {
        sessions.set(true);
        assertThat(ready())
                .isEqualTo("503 {\"status\":\"exhausted\",\"detail\":\"Too many sessions (limits.sessions)\"}");
        connections.set(true);
        assertThat(ready())
                .isEqualTo("503 {\"status\":\"exhausted\",\"detail\":\"Too many connections (limits.connections)\"}");
        connections.set(false);
        sessions.set(false);
        assertThat(ready()).startsWith("200");
    }

    @Test
    void saysFirstThatItShutsDownAndLivesAllTheWhile() {
        connections.set(true);
        drain.begin();

        assertThat(ready()).isEqualTo("503 {\"status\":\"draining\",\"detail\":\"Server is shutting down\"}");
        assertThat(Calls.status(probes.live(Calls.get()))).isEqualTo(200);
    }

    private String ready() {
        Answer answer = probes.ready(Calls.get());
        return Calls.status(answer) + " " + Calls.text(answer);
    }
}
