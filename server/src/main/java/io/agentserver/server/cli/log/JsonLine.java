package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, byte for byte what Python's {@code json.dumps} makes of it: pure ASCII, in the fields of contract
 * M-45 and M-47. The timestamp is UTC with six digits of fraction and no zone, which every {@code fromisoformat} reads (M-48).
 */
final class JsonLine implements LineFormat {

    /** What Python writes where it has not looked at the stack; this server never does. */
    private static final String NO_FUNCTION = "(unknown function)";

    private static final String FUNCTION = "function";
    private static final String EXCEPTION = "exception";

    /** Fields that pairs must not write a second time. */
    private static final Set<String> TAKEN =
            Set.of("timestamp", "level", "logger", "message", "module", FUNCTION, "line", EXCEPTION);

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.");

    private final StringBuilder out = new StringBuilder(1_024);
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    @Override
    public byte[] line(ILoggingEvent event) {
        if (out.capacity() > 64 * 1_024) {
            out.setLength(0);
            out.trimToSize(); // Left by one very long line.
        }
        out.setLength(0);
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        out.append("{\"timestamp\": \"");
        timestamp(event);
        out.append("\", \"level\": \"").append(PythonLevel.of(event)).append('"');
        String logger = String.valueOf(event.getLoggerName());
        field("logger", logger);
        field("message", String.valueOf(event.getFormattedMessage()));
        field("module", module(logger));
        field(FUNCTION, textOf(pairs, FUNCTION, NO_FUNCTION));
        out.append(", \"line\": 0");
        exception(event.getThrowableProxy(), pairs);
        if (pairs != null) {
            pairs(pairs);
        }
        return out.append("}\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] line(LogLine line) {
        return line.json(this);
    }

    /** The last name of the package a logger is called after, with or without the name of a class behind it. */
    static String module(String logger) {
        int end = logger.length();
        int start = logger.lastIndexOf('.') + 1;
        if (start > 1 && start < end && Character.isUpperCase(logger.charAt(start))) {
            end = start - 1;
            start = logger.lastIndexOf('.', end - 1) + 1;
        }
        return logger.substring(start, end);
    }

    private void timestamp(ILoggingEvent event) {
        Instant time = event.getInstant() == null ? Instant.ofEpochMilli(event.getTimeStamp()) : event.getInstant();
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            secondText = SECONDS.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
        }
        out.append(secondText);
        int micros = time.getNano() / 1_000;
        for (int digit = 100_000; digit > 0; digit /= 10) {
            out.append((char) ('0' + micros / digit % 10));
        }
    }

    private void exception(@Nullable IThrowableProxy thrown, @Nullable List<KeyValuePair> pairs) {
        if (thrown != null) {
            StringBuilder trace = new StringBuilder(2_048);
            StackTrace.append(trace, thrown);
            field(EXCEPTION, trace.substring(0, trace.length() - 1));
            return;
        }
        String text = textOf(pairs, EXCEPTION, "");
        if (!text.isEmpty()) {
            field(EXCEPTION, text);
        }
    }

    private void pairs(List<KeyValuePair> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            if (pair.key == null || TAKEN.contains(pair.key) || stands(pair.key, pairs.subList(0, i))) {
                continue;
            }
            if (pair.value instanceof Boolean || isPlainNumber(pair.value)) {
                name(pair.key);
                out.append(pair.value);
            } else if (pair.value != null) {
                field(pair.key, String.valueOf(pair.value));
            }
        }
    }

    private static boolean stands(String key, List<KeyValuePair> pairs) {
        for (KeyValuePair pair : pairs) {
            if (key.equals(pair.key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether Java writes the number as JSON does. */
    private static boolean isPlainNumber(@Nullable Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Double number && Double.isFinite(number);
    }

    private static String textOf(@Nullable List<KeyValuePair> pairs, String key, String otherwise) {
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (key.equals(pair.key)) {
                    return String.valueOf(pair.value);
                }
            }
        }
        return otherwise;
    }

    private void field(String name, String value) {
        name(name);
        string(value);
    }

    private void name(String name) {
        out.append(", ");
        string(name);
        out.append(": ");
    }

    private void string(String value) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(value, plain, i);
                escape(c);
                plain = i + 1;
            }
        }
        out.append(value, plain, value.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\b' -> out.append("\\b");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
    }
}
