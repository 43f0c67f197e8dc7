package io.agentserver.server.http;

import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which Prometheus reads metrics. */
enum ExpositionFormat {
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    TEXT("text/plain; version=0.0.4; charset=utf-8");

    private final AsciiString contentType;

    ExpositionFormat(String contentType) {
        this.contentType = AsciiString.cached(contentType);
    }

    AsciiString contentType() {
        return contentType;
    }

    /**
     * The form that these {@code Accept} headers name, or null when they name neither: text counts only with its version,
     * for browsers and shells name plain text too (contract 4.2).
     */
    static @Nullable ExpositionFormat named(List<String> accept) {
        ExpositionFormat named = null;
        for (String header : accept) {
            if (header.equals("*/*")) {
                continue;
            }
            for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = range.split(";", -1);
                String type = parts[0].strip();
                if (hasParameter(parts, "q=0")) {
                    continue;
                }
                if (type.equals("application/openmetrics-text")) {
                    return OPEN_METRICS;
                }
                if (type.equals("text/plain") && hasParameter(parts, "version=0.0.4")) {
                    named = TEXT;
                }
            }
        }
        return named;
    }

    private static boolean hasParameter(String[] parts, String parameter) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].replace(" ", "").replace("\"", "").equals(parameter)) {
                return true;
            }
        }
        return false;
    }
}
