package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MarkerFactory;

class LogLineLayoutTest {

    private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.125Z");

    @Test
    void prettyIsPythonsOwnForm() { // M-51
        assertThat(line(ConsoleForm.PRETTY, event(Level.INFO, "[WS] ✅ Registered device client: d1", null)))
                .isEqualTo("2026-11-21 09:30:00,125 - hub - INFO - [WS] ✅ Registered device client: d1\n");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, DEBUG", "DEBUG, DEBUG", "INFO, INFO", "WARN, WARNING", "ERROR, ERROR"})
    void plainIsTheLevelUnderPythonsNameAndTheMessage(String level, String name) { // M-52
        assertThat(line(ConsoleForm.PLAIN, event(Level.valueOf(level), "text", null)))
                .isEqualTo(name + ": text\n");
    }

    @Test
    void anErrorMarkedSoIsCritical() {
        LoggingEvent event = event(Level.ERROR, "text", null);
        event.addMarker(MarkerFactory.getMarker("CRITICAL"));

        assertThat(line(ConsoleForm.PLAIN, event)).isEqualTo("CRITICAL: text\n");
        assertThat(new CriticalOnly().decide(event)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(new CriticalOnly().decide(event(Level.ERROR, "text", null))).isEqualTo(FilterReply.DENY);
    }

    @Test
    void nobodyCanForgeALine() { // M-44
        assertThat(line(ConsoleForm.PLAIN, event(Level.INFO, "a\nERROR: b\r\nc", null)))
                .isEqualTo("INFO: a\\nERROR: b\\r\\nc\n");
    }

    @Test
    void aStackTraceFollowsOnItsOwnLines() {
        String[] lines = line(ConsoleForm.PLAIN, event(Level.ERROR, "text", new IllegalStateException("why")))
                .split("\n");

        assertThat(lines[0]).isEqualTo("ERROR: text");
        assertThat(lines[1]).isEqualTo("java.lang.IllegalStateException: why");
        assertThat(lines[2]).startsWith("\tat ");
    }

    private static String line(ConsoleForm form, ILoggingEvent event) {
        return new LogLineLayout(form).doLayout(event);
    }

    private static LoggingEvent event(Level level, String message, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("", context.getLogger("hub"), level, message, thrown, new Object[0]);
        event.setTimeStamp(TIME.toEpochMilli());
        return event;
    }
}
