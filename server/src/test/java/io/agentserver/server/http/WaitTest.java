package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTest {

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "500ms, PT0.5S",
        "7, PT7S",
        "0, PT0S",
        "60s, PT60S",
        "61s, PT60S",
        "999999999, PT60S",
        "70000ms, PT60S"
    })
    void readsATimeAndCutsItToAMinute(String value, Duration expected) {
        assertThat(Wait.parse(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1.5", "1m", "30 s", "30S", "9999999999", "PT30S", "３"})
    void refusesOtherForms(String value) {
        assertThat(Wait.parse(value)).isNull();
    }
}
