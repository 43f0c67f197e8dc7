package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumberTest {

    /** Expected are what Python 3 prints for {@code f"{value:.{decimals}f}"}. */
    @ParameterizedTest
    @CsvSource({
        "0.25,1,0.2",
        "0.35,1,0.3",
        "0.75,1,0.8",
        "2.675,2,2.67",
        "0.125,2,0.12",
        "95.0,1,95.0",
        "1e7,2,10000000.00",
        "0,2,0.00",
        "0.001,2,0.00",
        "12.345678,2,12.35"
    })
    void roundsAsPythonDoes(double value, int decimals, String expected) {
        assertThat(PythonNumber.fixed(value, decimals)).isEqualTo(expected);
    }
}
