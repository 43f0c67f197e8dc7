package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run nothing-like-it --rate 1 | scenario: nothing-like-it (expected: one of connect, heartbeat, health",
                "run health | --rate, --users: neither is given (expected: one of them)",
                "run health --rate 1 --users 1 | --rate, --users: both are given (expected: one of them)",
                "run health --rate 0 | --rate: 0.0 (expected: more than 0",
                "run health --rate 1 --url ftp://x | url: ftp://x (expected: such as http://127.0.0.1:5000",
                "run health --rate 1 --duration soon | 'soon' (expected: a duration such as 500ms, 30s, 5m or 1h)",
                "run health --rate 1 --assert health | assertion: health (expected: NAME.",
                "run health --rate 1 --classes /no/such/place --no-such-flag | --no-such-flag",
                "run heartbeat --rate 1 --devices 2000000000 | connections: 2000000064 (expected: at most",
                "run health --rate 1 --connections 0 --threads 1 | --connections: 0 (expected: 1 or more",
                "run health --rate 1 --connections 3 --threads 4 | --connections: 3 (expected: 4 or more",
                "run health --rate 1 --connections 2000000000 | connections: 2000000000 (expected: at most",
                "run health --rate 1 --duration 9999999h | '9999999h' (expected: at most 24000h)",
                "run connect --warmup 1s | --warmup, --duration: connect without a rate ends when all are connected",
                "run connect --duration 1s | --warmup, --duration: connect without a rate ends when all are connected",
                "fleet --slow 80% --silent 30% | (expected: none negative, at most 100% in all)",
                "fleet --slow much | 'much' (expected: a percentage such as 5%)",
                "frobnicate | frobnicate"
            })
    void aMistakeIsNamedWithWhatWasExpectedAndEndsWithTwo(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aKeyIsNeverShown() {
        run("run", "health", "--rate", "1", "--api-key", "s3cret", "--url", "ftp://x?token=s3cret");

        assertThat(out + "" + err).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "fleet --version", "compare --version"})
    void saysItsVersion(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).startsWith("agent-loadtest ");
    }

    @Test
    void helpNamesEveryExitCode() {
        assertThat(run("run", "--help")).isZero();
        assertThat(out.toString()).contains("0", "1", "2", "3", "cannot be trusted");
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "2, 2000", "1.5m, 90000", "1h, 3600000", "0s, 0"})
    void readsDurations(String text, long millis) {
        assertThat(new DurationText().convert(text).toMillis()).isEqualTo(millis);
    }
}
