package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.Second;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    private final StringWriter text = new StringWriter();

    private LiveLine line(boolean terminal) {
        return new LiveLine(
                new PrintWriter(text), terminal, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(90));
    }

    private static Second second(int index, String... names) {
        Map<String, Second.Request> requests = new LinkedHashMap<>();
        for (String name : names) {
            requests.put(name, new Second.Request(2000, 1998, 1990, 3, 0.91, 1.2, 2.3, 4.84, 15));
        }
        return new Second(index, 42, requests);
    }

    @Test
    void aSecondIsOneLineWhereThereIsNoTerminal() {
        LiveLine line = line(false);
        line.second(second(0, "dispatch"));
        line.second(second(7, "dispatch", "health"));
        line.second(second(54, "dispatch"));

        assertThat(text.toString().lines())
                .containsExactly(
                        "0:01 of 1:40 ramp, 1:39 left, 42 users; dispatch planned 2000 sent 1998 ok 1990 ko 3 p50 0.910 ms"
                                + " p99 4.84 ms",
                        "0:08 of 1:40 warm-up, 1:32 left, 42 users; dispatch planned 2000 sent 1998 ok 1990 ko 3 p50 0.910 ms"
                                + " p99 4.84 ms; health planned 2000 sent 1998 ok 1990 ko 3 p50 0.910 ms p99 4.84 ms",
                        "0:55 of 1:40 measuring, 0:45 left, 42 users; dispatch planned 2000 sent 1998 ok 1990 ko 3 p50 0.910"
                                + " ms p99 4.84 ms");
    }

    @Test
    void aTerminalIsDrawnOver() {
        LiveLine line = line(true);
        line.second(second(49, "dispatch", "health"));
        String first = text.toString();
        text.getBuffer().setLength(0);
        line.second(second(50, "dispatch", "health"));

        assertThat(first)
                .doesNotContain("\u001b[3A")
                .contains("measuring [##############--------------]  50 %   0:50 left   42 users")
                .contains(
                        "  dispatch         planned   2000/s  sent   1998/s  ok   1990/s  ko     3/s   p50  0.910 ms  p99   4.84 ms");
        assertThat(text.toString()).contains("\u001b[3A\r").contains("51 %");
    }

    @Test
    void fewerLinesLeaveNoneBehind() {
        LiveLine line = line(true);
        line.second(second(99, "dispatch"));
        text.getBuffer().setLength(0);
        line.draining(12, Duration.ofMillis(9100));

        assertThat(text.toString())
                .contains("\u001b[2A\rwaiting for 12 answers, at most 0:10 more")
                .contains("\u001b[J");
    }

    @Test
    void afterTheEndNothingIsDrawnOver() {
        LiveLine line = line(true);
        line.second(second(99, "dispatch"));
        line.end();
        text.getBuffer().setLength(0);
        line.second(second(99, "dispatch"));

        assertThat(text.toString()).doesNotContain("\u001b[2A");
    }

    @Test
    void aTerminalShowsAsManyNamesAsFit() {
        String[] names = new String[14];
        java.util.Arrays.setAll(names, i -> "request" + i);
        line(true).second(second(20, names));

        assertThat(text.toString())
                .contains("request9")
                .doesNotContain("request10")
                .contains("and 4 more");
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        line(false).second(second(20, "bad\u001b[2Jname\n"));

        assertThat(text.toString().strip()).contains("bad?[2Jname? planned").doesNotContain("\n");
    }

    @Test
    void aSecondWithoutAnswersHasNoTimes() {
        line(false).second(new Second(20, 1, Map.of("health", new Second.Request(1, 1, 0, 0, 0, 0, 0, 0, 0))));

        assertThat(text.toString()).contains("1 user;").contains("p50 - ms p99 - ms");
    }
}
