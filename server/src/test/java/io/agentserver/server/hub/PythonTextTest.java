package io.agentserver.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 3: ids stand in error texts as Python's repr writes them. The right column is what Python 3 prints. */
class PythonTextTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("D1", "'D1'"),
                Arguments.of("", "''"),
                Arguments.of("it's", "\"it's\""),
                Arguments.of("say \"hi\"", "'say \"hi\"'"),
                Arguments.of("it's \"both\"", "'it\\'s \"both\"'"),
                Arguments.of("a\\b", "'a\\\\b'"),
                Arguments.of("a\nb\rc\td", "'a\\nb\\rc\\td'"),
                Arguments.of("\u0000\u001f\u007f", "'\\x00\\x1f\\x7f'"),
                Arguments.of("\u00e9\u4e2d", "'\u00e9\u4e2d'"),
                Arguments.of("\u00a0\u00ad", "'\\xa0\\xad'"),
                Arguments.of("\u2028\u200b\u3000", "'\\u2028\\u200b\\u3000'"),
                Arguments.of("\uD83D\uDE00", "'\uD83D\uDE00'"),
                Arguments.of("\uDBFF\uDFFF", "'\\U0010ffff'"),
                Arguments.of("\uD800", "'\\ud800'"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void writesWhatPythonWrites(String text, String repr) {
        assertThat(PythonText.repr(text)).isEqualTo(repr);
    }
}
