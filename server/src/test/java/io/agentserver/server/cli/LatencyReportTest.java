package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LatencyReportTest {

    private final LatencyReport report = new LatencyReport();

    @Test
    @DisplayName("M-72, M-73, M-75: the report of 1..100 and 1..20 is the one Python prints")
    void printsWhatPythonPrints() {
        for (int i = 100; i >= 1; i--) {
            report.add("health", i);
        }
        for (int i = 1; i <= 20; i++) {
            report.add("clients", i);
        }

        assertThat(report.text()).isEqualTo("""

                📊 Latency Report:
                ================================================================================

                health:
                  Count:   100
                  Min:     1.00 ms
                  Max:     100.00 ms
                  Mean:    50.50 ms
                  Median:  50.50 ms
                  P95:     95.95 ms
                  P99:     99.99 ms

                clients:
                  Count:   20
                  Min:     1.00 ms
                  Max:     20.00 ms
                  Mean:    10.50 ms
                  Median:  10.50 ms
                  P95:     19.95 ms
                  P99:     20.00 ms
                """);
    }

    @Test
    @DisplayName("M-72: of fewer than 20 samples the largest stands for the quantiles")
    void takesTheLargestOfFewSamples() {
        report.add("health", 3);
        report.add("health", 1);

        assertThat(report.text()).contains("  P95:     3.00 ms\n  P99:     3.00 ms\n");
    }

    @Test
    @DisplayName("M-71: nothing is said of what was never measured")
    void leavesOutWhatHasNoSamples() {
        assertThat(report.has("health")).isFalse();
        assertThat(report.text()).endsWith("=".repeat(80) + "\n");
    }
}
