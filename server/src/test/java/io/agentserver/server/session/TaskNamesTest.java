package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskNamesTest {

    private static final String UUID_4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @ParameterizedTest(name = "95: {0} -> {1}")
    @CsvSource({
        "galaxy/t/task_1, galaxy_t_task_1",
        "../escape, _escape",
        "a/b\\c, a_b_c",
        "C:\\escape, C__escape",
        "...a, a",
        ".hidden, hidden",
        "a..b, a..b",
        "a/../b, a_.._b",
        "Aa0._-z, Aa0._-z",
        "' a\tb', _a_b",
        "\u00e9t\u00e9, _t_",
        "a\uD83D\uDE00b, a_b"
    })
    void sanitises(String given, String expected) {
        assertThat(TaskNames.sanitise(given)).isEqualTo(expected);
        assertThat(TaskNames.sanitise(expected))
                .as("sanitising twice changes nothing")
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "95: ''{0}'' -> a new UUID")
    @NullSource
    @ValueSource(strings = {"", ".", "..", "...."})
    void makesANameUpWhenNothingIsLeft(String given) {
        assertThat(TaskNames.sanitise(given)).matches(UUID_4).isNotEqualTo(TaskNames.sanitise(given));
    }

    @ParameterizedTest(name = "81: {0} is no valid name")
    @ValueSource(strings = {"../e", "/abs", ".x", "", "a\n", "a b", "\u00e9", "a/b"})
    void refusesNamesThatItWouldChange(String name) {
        assertThat(TaskNames.isValid(name)).isFalse();
    }

    @Test
    @DisplayName("4.4: a name that sanitising leaves alone is valid")
    void acceptsNamesAsTheyAre() {
        assertThat(TaskNames.isValid("galaxy_night_run_t3")).isTrue();
        assertThat(TaskNames.isValid("a..b")).isTrue();
        assertThat(TaskNames.isValid("-")).isTrue();
    }
}
