package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RunResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static List<String> printed(RunResult result, boolean colour) {
        StringWriter text = new StringWriter();
        Verdict.print(result, new PrintWriter(text), colour);
        return text.toString().lines().toList();
    }

    private static final class Words {
        final List<String> lines;

        Words(RunResult result) {
            lines = printed(result, false);
        }

        List<String> of(String beginning) {
            return lines.stream()
                    .map(line -> line.replaceAll("  +", " "))
                    .filter(line -> line.startsWith(beginning))
                    .toList();
        }
    }

    @Test
    void saysWhatTheResultSays() {
        RunResult result = new SampleRun(1)
                .asserting("dispatch.p50 < 100ms", "dispatch.p50 < 0.5ms", "other.max < 1s")
                .result();
        Words words = new Words(result);
        var dispatch = result.requests().get(0);

        assertThat(words.of("dispatch "))
                .hasSize(3)
                .element(1)
                .isEqualTo("dispatch " + dispatch.count() + " " + dispatch.ok() + " " + dispatch.ko()
                        + " 0 400.0 400.0 399.9");
        assertThat(words.of("requests")).containsExactly("requests sent ok ko never sent planned/s sent/s answered/s");
        assertThat(words.of("errors of dispatch:"))
                .hasSize(1)
                .first()
                .asString()
                .contains("status_503");
        assertThat(words.of("generator: CPU 21 % (whole machine 52 %), late by 0.410 ms at p99"))
                .hasSize(1);
        assertThat(words.of("✓ dispatch.p50 < 100ms (actual: 1.1")).hasSize(1);
        assertThat(words.of("✗ dispatch.p50 < 0.5ms (actual: 1.1")).hasSize(1);
        assertThat(words.of("✗ other.max < 1s (actual: no such figure in this run)"))
                .hasSize(1);
        assertThat(words.lines).last().isEqualTo("FAILED: 2 of 3 assertions");
    }

    @Test
    void aPassedRunPasses() {
        assertThat(new Words(new SampleRun(1).asserting("dispatch.p50 < 100ms").result()).lines)
                .last()
                .isEqualTo("PASSED");
        assertThat(new Words(new SampleRun(1).asserting().result()).lines)
                .last()
                .isEqualTo("VALID: nothing was asserted");
    }

    @Test
    void whyItIsNotValidStandsFirst() {
        List<String> lines = printed(
                new SampleRun(1)
                        .asserting("dispatch.p50 < 100ms")
                        .invalid("The generator was late.")
                        .result(),
                false);
        int reason = lines.indexOf("  - The generator was late.");

        assertThat(lines.get(reason - 1)).isEqualTo("NOT VALID: these figures cannot be trusted.");
        assertThat(lines.subList(0, reason)).noneMatch(line -> line.startsWith("requests"));
        assertThat(lines).last().isEqualTo("NOT VALID: 1 reason, see above");
    }

    @Test
    void coloursOnlyWhereAskedFor() {
        RunResult result = new SampleRun(1).asserting("dispatch.p50 < 100ms").result();

        assertThat(String.join("\n", printed(result, true))).contains("\u001b[32mPASSED\u001b[0m");
        assertThat(String.join("\n", printed(result, false))).doesNotContain("\u001b");
    }
}
