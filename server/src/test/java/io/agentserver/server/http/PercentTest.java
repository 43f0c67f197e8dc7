package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {

    @ParameterizedTest
    @CsvSource({
        "run@lab-7, run@lab-7",
        "run%40lab, run@lab",
        "a%2Fb%2fc, a/b/c",
        "a+b, a+b",
        "a%20b, 'a b'",
        "%C3%A9t%c3%a9, été",
        "%F0%9F%8C%9F, 🌟",
    })
    void decodes(String encoded, String text) {
        assertThat(Percent.decode(encoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%-1", "%C3", "%FF", "%ED%A0%80", "%１１"})
    void refusesWhatIsNoPercentEncodedUtf8(String encoded) {
        assertThat(Percent.decode(encoded)).isNull();
    }
}
