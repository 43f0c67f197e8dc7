package io.agentserver.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes one event as one line, as Python's formatters do: {@code 2026-11-21 09:30:00,125 - logger - INFO - message} or
 * {@code INFO: message} (contract M-51, M-52). A stack trace follows on lines of its own; a line break inside the message
 * itself is escaped, so that nobody can forge a line (contract M-44). Called by any thread.
 */
final class LogLineLayout extends LayoutBase<ILoggingEvent> {

    /** Python's own form, in UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);

    private final ConsoleForm form;

    LogLineLayout(ConsoleForm form) {
        this.form = form;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        if (form == ConsoleForm.PRETTY) {
            TIMESTAMP.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
            line.append(" - ").append(event.getLoggerName()).append(" - ");
            line.append(PythonLevel.of(event)).append(" - ");
        } else {
            line.append(PythonLevel.of(event)).append(": ");
        }
        appendOnOneLine(line, event.getFormattedMessage());
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown));
        }
        return line.toString();
    }

    private static void appendOnOneLine(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }
}
