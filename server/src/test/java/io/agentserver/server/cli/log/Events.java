package io.agentserver.server.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** Events as Logback hands them to an appender. */
final class Events {

    static final Instant TIME = Instant.parse("2026-11-21T09:30:00.125Z");

    private static final LoggerContext CONTEXT = new LoggerContext();

    private Events() {}

    static LoggingEvent info(String message) {
        return event(Level.INFO, message);
    }

    static LoggingEvent event(Level level, String message) {
        return event("io.agentserver.server.http.HttpApi", level, message, null);
    }

    static LoggingEvent event(String logger, Level level, String message, Throwable thrown) {
        LoggingEvent event = new LoggingEvent("", CONTEXT.getLogger(logger), level, message, thrown, new Object[0]);
        event.setInstant(TIME);
        return event;
    }

    static LoggingEvent critical(String message) {
        LoggingEvent event = event(Level.ERROR, message);
        event.addMarker(MarkerFactory.getMarker("CRITICAL"));
        return event;
    }

    static LoggingEvent with(LoggingEvent event, String key, Object value) {
        event.addKeyValuePair(new KeyValuePair(key, value));
        return event;
    }
}
