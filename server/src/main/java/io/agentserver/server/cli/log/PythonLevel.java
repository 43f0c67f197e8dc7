package io.agentserver.server.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Levels under the names Python gives to them (contract 5.4). Slf4j knows no CRITICAL: it is an ERROR marked with that name. */
public enum PythonLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /** The level of an event. */
    static PythonLevel of(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> isCritical(event) ? CRITICAL : ERROR;
            case Level.WARN_INT -> WARNING;
            case Level.INFO_INT -> INFO;
            default -> DEBUG;
        };
    }

    /** Whether a level is this one or a worse one. */
    boolean includes(PythonLevel level) {
        return level.compareTo(this) >= 0;
    }

    private static boolean isCritical(ILoggingEvent event) {
        @Nullable List<Marker> markers = event.getMarkerList();
        return markers != null
                && markers.stream().anyMatch(marker -> marker.getName().equals(CRITICAL.name()));
    }
}
