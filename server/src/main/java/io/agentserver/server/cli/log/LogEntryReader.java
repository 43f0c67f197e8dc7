package io.agentserver.server.cli.log;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON lines without building trees. Used by one thread. */
final class LogEntryReader {

    private static final int HOUR = "2026-11-21T".length();
    private static final long LATEST_SECOND = 253_402_300_799L;

    private final JsonFactory factory = new JsonFactory();

    private @Nullable String level;
    private @Nullable String module;
    private @Nullable String message;
    private @Nullable String clientId;
    private int hour;

    /** The entry on a line; null when the line is not one JSON object. */
    @Nullable
    LogEntry read(byte[] line, int length) {
        level = null;
        module = null;
        message = null;
        clientId = null;
        hour = -1;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), line, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                field(name, parser);
            }
            return parser.nextToken() == null ? new LogEntry(level, module, message, clientId, hour) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private void field(String name, JsonParser parser) {
        switch (name) {
            case "level" -> level = text(parser);
            case "module" -> module = text(parser);
            case "message" -> message = text(parser);
            case "client_id" -> clientId = text(parser);
            case "timestamp" -> hour = hour(parser);
            default -> parser.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    /** Of an ISO 8601 text, or of seconds since the epoch as the older seed has them. */
    private static int hour(JsonParser parser) {
        if (parser.currentToken().isNumeric()) {
            double seconds = parser.getDoubleValue();
            return seconds >= 0 && seconds <= LATEST_SECOND
                    ? Instant.ofEpochSecond((long) seconds)
                            .atOffset(ZoneOffset.UTC)
                            .getHour()
                    : -1;
        }
        String text = text(parser);
        if (text == null || text.length() < HOUR + 2 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return -1;
        }
        int tens = Character.digit(text.charAt(HOUR), 10);
        int ones = Character.digit(text.charAt(HOUR + 1), 10);
        int value = tens * 10 + ones;
        return tens < 0 || ones < 0 || value > 23 ? -1 : value;
    }
}
