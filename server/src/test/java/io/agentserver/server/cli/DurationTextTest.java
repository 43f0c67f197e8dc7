package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "15m, PT15M",
        "1h, PT1H",
        "7d, P7D",
        "30, PT30S",
        "0, PT0S",
        "0ms, PT0S",
        "365d, P365D"
    })
    void readsADurationInAnyUnitAndBareSeconds(String text, Duration expected) {
        assertThat(DurationText.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "-1s", "1.5s", "1h30m", "1 s", "1S", "1w", "366d", "999999999999d", "1234567890123"})
    void refusesWhatIsNoDurationOrLongerThanAYear(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "15s", "60s", "300s", "1h", "24h"})
    void writesADurationAsItIsRead(String text) {
        assertThat(DurationText.print(DurationText.parse(text).orElseThrow())).isEqualTo(text);
    }

    @Test
    void writesWholeHoursAsHours() {
        assertThat(DurationText.print(Duration.ofSeconds(7_200))).isEqualTo("2h");
    }
}
