package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndingTest {

    @Test
    @DisplayName("6.1: an exception without a message is named by its kind")
    void namesAnExceptionWithoutAMessage() {
        assertThat(Ending.threw(new IllegalStateException()).error()).isEqualTo("IllegalStateException");
        assertThat(Ending.threw(new IllegalStateException("boom")).error()).isEqualTo("boom");
    }

    @Test
    @DisplayName("4.5: a reader is never shown nothing")
    void showsSomethingToReaders() {
        assertThat(Ending.readable(null, null)).hasToString("[]");
        assertThat(Ending.readable(null, "why")).hasToString("{\"failure\":\"why\"}");
        assertThat(Ending.readable(RawJson.of("1"), "why")).hasToString("1");
    }
}
