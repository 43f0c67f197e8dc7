package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPatternTest {

    @Test
    void catchesNumberedAndNamedGroups() {
        RequestPattern pattern = RequestPattern.of("show the last (\\d+) lines of (?<file>.+)");

        assertThat(pattern.match("show the last 20 lines of a b.log"))
                .isEqualTo(
                        Map.of("0", "show the last 20 lines of a b.log", "1", "20", "2", "a b.log", "file", "a b.log"));
        assertThat(pattern.groups()).containsExactlyInAnyOrder("0", "1", "2", "file");
    }

    @Test
    void takesAGroupThatHadNoPartAsEmpty() {
        assertThat(RequestPattern.of("ls( .+)?").match("ls")).containsEntry("1", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"please show disk usage", "disk usage now", "disk", ""})
    void matchesTheWholeRequestOnly(String request) {
        assertThat(RequestPattern.of("disk usage").match(request)).isNull();
    }

    @Test
    void ignoresWhiteSpaceAroundTheRequest() {
        assertThat(RequestPattern.of("disk usage").match(" disk usage\n")).containsEntry("0", "disk usage");
    }

    @Test
    void staysOnOneLineUnlessThePatternSaysOtherwise() {
        assertThat(RequestPattern.of("run (.+)").match("run a\nb")).isNull();
        assertThat(RequestPattern.of("(?s)run (.+)").match("run a\nb")).containsEntry("1", "a\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(a|a?)+b", "(.*a){12}b", "(?:.*a){300}b"})
    @Timeout(10)
    void takesLinearTimeOnHostileRequests(String regex) {
        RequestPattern pattern = RequestPattern.of(regex);
        String hostile = "a".repeat(PlaybookEngine.MAX_REQUEST_CHARS);

        assertThat(pattern.match(hostile)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a", "a{2000}", "(a)\\1", "(?=x)", "[z-a]", "*a", "\\", "(?<x>a)(?<x>b)"})
    void refusesWhatIsNoRe2Pattern(String regex) {
        assertThatThrownBy(() -> RequestPattern.of(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pattern: " + regex + " (expected: a regular expression in RE2 syntax; ");
    }

    @Test
    void refusesAPatternTooLargeToMatchQuickly() {
        assertThatThrownBy(() -> RequestPattern.of("x{1000}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: at most 1000; repeat less with {n})");
    }

    @Test
    void refusesAGroupNameThatLooksLikeANumber() {
        assertThatThrownBy(() -> RequestPattern.of("(?<1>x)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group name: 1 (expected: a letter first)");
    }

    @Test
    void isEqualWhenTheExpressionIs() {
        assertThat(RequestPattern.of("a")).isEqualTo(RequestPattern.of("a")).isNotEqualTo(RequestPattern.of("b"));
        assertThat(RequestPattern.of("a"))
                .hasSameHashCodeAs(RequestPattern.of("a"))
                .hasToString("a");
    }
}
