package io.agentserver.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.RequestResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** 1 ms to 1000 ms, each once, and 10 that failed at once. */
    private static final RequestResult DISPATCH = request("dispatch", 1000, 10, 1, 1000);

    /** 2 ms to 200 ms in even steps. */
    private static final RequestResult HTTP = request("dispatch.http", 100, 0, 2, 200);

    private static final RequestResult NOTHING = request("silent", 0, 3, 0, 0);

    private static RequestResult request(String name, long ok, long ko, long firstMillis, long lastMillis) {
        Histogram latency = new Histogram(5);
        for (long i = 0; i < ok; i++) {
            latency.recordValue(1000 * (firstMillis + i * (lastMillis - firstMillis) / Math.max(1, ok - 1)));
        }
        return new RequestResult(name, ok, ko, 0, ok + ko, ok, latency, latency, Map.of());
    }

    private static AssertionResult evaluated(String text) {
        return Assertion.parse(text).evaluate(List.of(DISPATCH, HTTP, NOTHING), WINDOW);
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch.p50 < 501ms, 500, true",
        "dispatch.p50 < 500ms, 500, false",
        "dispatch.p50 <= 500.1, 500, true",
        "dispatch.p75 > 749, 750, true",
        "dispatch.p95 >= 950ms, 950, true",
        "dispatch.p99 > 1s, 0.99, false",
        "dispatch.p99 < 1s, 0.99, true",
        "dispatch.p999 < 1000, 999, true",
        "dispatch.p99.5 < 996ms, 995, true",
        "dispatch.max <= 1000.1ms, 1000, true",
        "dispatch.min >= 1ms, 1, true",
        "dispatch.mean < 501ms, 500.5, true",
        "dispatch.http.p50 <= 101ms, 100, true",
        "dispatch.http.max < 0.2s, 0.2, false",
        "dispatch.failed_percent <= 1%, 0.990, true",
        "dispatch.failed_percent < 0.5, 0.990, false",
        "dispatch.ok_percent > 99%, 99.0099, true",
        "dispatch.failed_count < 10, 10, false",
        "dispatch.ok_count >= 1000, 1000, true",
        "dispatch.count >= 1010, 1010, true",
        "dispatch.ok_per_s >= 100, 100, true",
        "dispatch.ok_per_s > 100.5, 100, false",
        "global.max <= 1000.1ms, 1000, true",
        "global.ok_per_s >= 110, 110, true",
        "global.failed_percent < 2%, 1.168, true",
        "silent.failed_percent <= 100%, 100, true",
    })
    void holdsFiguresAgainstBounds(String text, double actual, boolean passed) {
        AssertionResult result = evaluated(text);

        assertThat(result.text()).isEqualTo(text);
        assertThat(result.actual()).isCloseTo(actual, within(Math.max(0.01, actual * 0.001)));
        assertThat(result.passed()).isEqualTo(passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown.p99 < 50ms",
                "unknown.failed_percent <= 100%",
                "silent.p99 >= 0ms",
                "silent.max > 0",
                "dispatch.p99x.max < 1"
            })
    void failsWhenThereIsNoSuchFigure(String text) {
        AssertionResult result = evaluated(text);

        assertThat(result.actual()).isNaN();
        assertThat(result.passed()).isFalse();
    }

    @Test
    void failsARateOverNoTime() {
        AssertionResult result = Assertion.parse("dispatch.ok_per_s >= 0").evaluate(List.of(DISPATCH), Duration.ZERO);

        assertThat(result.actual()).isNaN();
        assertThat(result.passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dispatch.p99 = 5 | (expected: NAME.(",
                "dispatch.p99 < | (expected: NAME.(",
                "dispatch < 5ms | (expected: NAME.(",
                ".p99 < 5ms | (expected: NAME.(",
                "dispatch.p99 < -5ms | (expected: NAME.(",
                "dispatch.p99 < 5e3 ms | (expected: NAME.(",
                "dispatch.p101 < 5ms | no figure is called \"p101\" (expected: NAME.(",
                "dispatch.p0 < 5ms | no figure is called \"p0\" (expected: NAME.(",
                "dispatch.quick < 5ms | no figure is called \"quick\" (expected: NAME.(",
                "dispatch.p99 < 5% | unit \"%\" (expected: ms, none, s for p99)",
                "dispatch.p99 < 5us | unit \"us\" (expected: ms, none, s for p99)",
                "dispatch.failed_percent < 5ms | unit \"ms\" (expected: %, none for failed_percent)",
                "dispatch.ok_per_s > 5s | unit \"s\" (expected: none for ok_per_s)",
            })
    void saysWhatIsWrongAndWhatWasExpected(String text, String expected) {
        assertThatThrownBy(() -> Assertion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("assertion: " + text)
                .hasMessageContaining(expected);
    }

    static Stream<Arguments> fluentAndText() {
        return Stream.of(
                Arguments.of(Assertion.global().responseTime().percentile(99).lt(50), "global.p99 < 50ms"),
                Arguments.of(Assertion.global().responseTime().percentile(99.9).lte(0.5), "global.p999 <= 0.5ms"),
                Arguments.of(Assertion.global().responseTime().percentile(99.5).gt(2), "global.p99.5 > 2ms"),
                Arguments.of(
                        Assertion.details("dispatch.http").responseTime().mean().lt(20), "dispatch.http.mean < 20ms"),
                Arguments.of(Assertion.details("dispatch").responseTime().min().gte(1), "dispatch.min >= 1ms"),
                Arguments.of(Assertion.details("dispatch").responseTime().max().lt(1500), "dispatch.max < 1500ms"),
                Arguments.of(
                        Assertion.details("dispatch").failedRequests().percent().lte(1),
                        "dispatch.failed_percent <= 1%"),
                Arguments.of(
                        Assertion.details("dispatch").failedRequests().count().lt(1), "dispatch.failed_count < 1"),
                Arguments.of(
                        Assertion.details("dispatch")
                                .successfulRequests()
                                .percent()
                                .gt(99.9),
                        "dispatch.ok_percent > 99.9%"),
                Arguments.of(
                        Assertion.details("dispatch")
                                .successfulRequests()
                                .count()
                                .gte(20000),
                        "dispatch.ok_count >= 20000"),
                Arguments.of(Assertion.details("dispatch").allRequests().gte(1000), "dispatch.count >= 1000"),
                Arguments.of(Assertion.global().requestsPerSec().gte(100), "global.ok_per_s >= 100"));
    }

    @ParameterizedTest
    @MethodSource("fluentAndText")
    void saysInTextWhatWasBuiltInJava(Assertion built, String text) {
        assertThat(built.text()).isEqualTo(text);
        assertThat(built.evaluate(List.of(DISPATCH, HTTP), WINDOW))
                .isEqualTo(Assertion.parse(text).evaluate(List.of(DISPATCH, HTTP), WINDOW));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100, -1, Double.NaN})
    void refusesAPercentileThatIsNone(double percentile) {
        assertThatThrownBy(() -> Assertion.global().responseTime().percentile(percentile))
                .hasMessageStartingWith("percentile: " + percentile + " (expected: more than 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesABoundThatIsNone(double bound) {
        assertThatThrownBy(() -> Assertion.global().requestsPerSec().gte(bound))
                .hasMessageStartingWith("bound: " + bound + " (expected: a number from 0 up)");
    }
}
