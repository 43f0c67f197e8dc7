package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLineTest {

    @Test
    void prettyIsPythonsOwnForm() { // M-51
        assertThat(pretty(Events.event("hub", Level.INFO, "[WS] ✅ Registered device client: d1", null)))
                .isEqualTo("2026-11-21 09:30:00,125 - hub - INFO - [WS] ✅ Registered device client: d1\n");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, DEBUG", "DEBUG, DEBUG", "INFO, INFO", "WARN, WARNING", "ERROR, ERROR"})
    void plainIsTheLevelUnderPythonsNameAndTheMessage(String level, String name) { // M-52
        assertThat(plain(Events.event(Level.valueOf(level), "text"))).isEqualTo(name + ": text\n");
    }

    @Test
    void anErrorMarkedSoIsCritical() {
        assertThat(plain(Events.critical("text"))).isEqualTo("CRITICAL: text\n");
    }

    @Test
    void nobodyCanForgeALineOrCommandATerminal() { // M-44
        String hostile = "a\nERROR: b\r\nc\u2028d\u0085e\u001b[2J";

        assertThat(plain(Events.info(hostile))).isEqualTo("INFO: a\\nERROR: b\\r\\nc\\u2028d\\u0085e\\u001b[2J\n");
        assertThat(pretty(Events.info(hostile))).containsOnlyOnce("\n");
    }

    @Test
    void belowAPrettyLineStandsTheStackTraceAndNobodyForgesALineThere() { // M-44
        Throwable thrown = new IllegalStateException("why\n2026-11-21 09:30:00,125 - x - ERROR - forged", cause());

        String[] lines =
                pretty(Events.event("hub", Level.ERROR, "text", thrown)).split("\n");

        assertThat(lines[0]).endsWith(" - ERROR - text");
        assertThat(lines[1]).startsWith("java.lang.IllegalStateException: why\\n2026");
        assertThat(lines[2]).startsWith("\tat io.agentserver.server.cli.log.TextLineTest.");
        assertThat(lines).anyMatch(line -> line.equals("Caused by: java.io.IOException: inner"));
    }

    @Test
    void aPlainLineIsOneLineWhateverWasThrown() { // C0-10
        assertThat(plain(Events.event("hub", Level.ERROR, "text", new IllegalStateException("why\nnot", cause()))))
                .isEqualTo("ERROR: text (java.lang.IllegalStateException: why\\nnot)\n");
    }

    @Test
    void whatWasThrownDoesNotPassForTheEndOfATask() { // M-43
        Throwable thrown = new IllegalStateException("Task completed", new IllegalStateException("Task failed"));

        assertThat(plain(Events.event("hub", Level.ERROR, "text", thrown)))
                .isEqualTo("ERROR: text (java.lang.IllegalStateException: Task\\u0020completed)\n");
        assertThat(pretty(Events.event("hub", Level.ERROR, "text", thrown)))
                .doesNotContain("Task completed", "Task failed")
                .contains("Task\\u0020failed");
    }

    @Test
    void anEndlessStackTraceIsCut() {
        Throwable thrown = new StackOverflowError("x".repeat(100_000));
        StackTraceElement[] frames = new StackTraceElement[1_024];
        java.util.Arrays.fill(frames, new StackTraceElement("a.B", "c", "B.java", 1));
        thrown.setStackTrace(frames);

        assertThat(pretty(Events.event("hub", Level.ERROR, "text", thrown)))
                .hasSizeLessThan(10_000)
                .contains("\t... 924 more\n");
    }

    private static Throwable cause() {
        return new java.io.IOException("inner");
    }

    private static String pretty(ILoggingEvent event) {
        return new String(new TextLine(true).line(event), StandardCharsets.UTF_8);
    }

    private static String plain(ILoggingEvent event) {
        return new String(new TextLine(false).line(event), StandardCharsets.UTF_8);
    }
}
