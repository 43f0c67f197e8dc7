package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ws.Liveness.Due;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract 1.4 and 1.5 with the default times: registration 30 s, ping 20 s, pong 60 s. */
class LivenessTest {

    // A nano clock may run over its end.
    private long now = Long.MAX_VALUE - 5;
    private final Liveness liveness = new Liveness(AgentServerConfig.defaults().connections(), now);

    @Test
    @DisplayName("11: who does not register within 30 s is turned away")
    void wantsARegistration() {
        assertThat(after(29.999)).isEqualTo(Due.NOTHING);
        assertThat(after(0.001)).isEqualTo(Due.REGISTRATION_TIMED_OUT);
    }

    @Test
    @DisplayName("a registered client is pinged every 20 s while it answers")
    void pingsAtItsPace() {
        liveness.registered(now);
        for (int i = 0; i < 5; i++) {
            assertThat(after(19.9)).isEqualTo(Due.NOTHING);
            assertThat(after(0.1)).isEqualTo(Due.SEND_PING);
            liveness.pinged(now);
            liveness.heard(now);
        }
    }

    @Test
    @DisplayName("73: who does not answer a ping within 60 s is closed")
    void givesUpOnSilence() {
        liveness.registered(now);
        after(20);
        liveness.pinged(now);

        assertThat(after(59.9)).isEqualTo(Due.NOTHING);
        assertThat(after(0.1)).isEqualTo(Due.PING_TIMED_OUT);
    }

    @Test
    @DisplayName("1.4: an answer that takes longer than the pace is still in time, and the next ping follows at once")
    void acceptsALateAnswer() {
        liveness.registered(now);
        after(20);
        liveness.pinged(now);
        assertThat(after(50)).isEqualTo(Due.NOTHING);

        liveness.heard(now);

        assertThat(liveness.due(now)).isEqualTo(Due.SEND_PING);
    }

    @Test
    @DisplayName("a pong that nobody asked for puts nothing off")
    void ignoresUnaskedPongs() {
        liveness.registered(now);
        after(19);
        liveness.heard(now);

        assertThat(after(1)).isEqualTo(Due.SEND_PING);
    }

    @Test
    @DisplayName("1.4: who is in the middle of a long frame cannot answer, and is given time as long as it sends")
    void waitsForTheEndOfALongFrame() {
        liveness.registered(now);
        after(20);
        liveness.pinged(now);
        for (int i = 0; i < 10; i++) {
            assertThat(after(50)).isEqualTo(Due.NOTHING);
            liveness.insideFrame(now);
        }

        assertThat(after(60)).as("a frame that does not go on").isEqualTo(Due.PING_TIMED_OUT);
    }

    @Test
    @DisplayName("a long frame puts off no ping")
    void pingsDuringALongFrame() {
        liveness.registered(now);
        after(19);
        liveness.insideFrame(now);

        assertThat(after(1)).isEqualTo(Due.SEND_PING);
    }

    @Test
    @DisplayName("a peer has 5 s to answer a close, whatever came before")
    void closesInTime() {
        liveness.registered(now);
        after(20);
        liveness.pinged(now);
        liveness.closing(now);

        assertThat(after(4.9)).isEqualTo(Due.NOTHING);
        assertThat(after(0.1)).isEqualTo(Due.CLOSE_TIMED_OUT);
    }

    private Due after(double seconds) {
        now += Duration.ofMillis(Math.round(seconds * 1_000)).toNanos();
        return liveness.due(now);
    }
}
