package io.agentserver.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** The names Python gives to levels (contract 5.4). Slf4j knows no CRITICAL: it is an ERROR marked with that name. */
final class PythonLevel {

    private static final String CRITICAL = "CRITICAL";

    private PythonLevel() {}

    /** The name of an event's level. */
    static String of(ILoggingEvent event) {
        if (isCritical(event)) {
            return CRITICAL;
        }
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "ERROR";
            case Level.WARN_INT -> "WARNING";
            case Level.INFO_INT -> "INFO";
            default -> "DEBUG";
        };
    }

    /** Whether an event is worse than an error. */
    static boolean isCritical(ILoggingEvent event) {
        @Nullable List<Marker> markers = event.getMarkerList();
        return markers != null
                && markers.stream().anyMatch(marker -> marker.getName().equals(CRITICAL));
    }
}
