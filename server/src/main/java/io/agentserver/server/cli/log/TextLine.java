package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.agentserver.server.logging.LogText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Lines for people, as Python's formatters write them: pretty is {@code 2026-11-21 09:30:00,125 - logger - INFO - message} with a
 * stack trace on lines of its own below (contract M-51); plain is {@code INFO: message}, and one line whatever happens, because
 * plain lines are counted (contract M-52, M-69). Nobody can forge a line (contract M-44).
 */
final class TextLine implements LineFormat {

    /** Python's own form, in UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);

    private final boolean pretty;

    TextLine(boolean pretty) {
        this.pretty = pretty;
    }

    @Override
    public byte[] line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        if (pretty) {
            TIMESTAMP.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
            line.append(" - ").append(event.getLoggerName()).append(" - ");
            line.append(PythonLevel.of(event)).append(" - ");
        } else {
            line.append(PythonLevel.of(event)).append(": ");
        }
        line.append(LogText.oneLine(event.getFormattedMessage()));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            line.append('\n');
        } else if (pretty) {
            StackTrace.append(line.append('\n'), thrown);
        } else {
            StackTrace.appendName(line.append(" ("), thrown);
            line.append(")\n");
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }
}
