package io.agentserver.server.http;

import io.agentserver.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON on one line with nothing escaped but what must be, so that an id can be found in it as it is. Half a
 * surrogate pair, which some client's id may hold, becomes an escape. For one thread.
 */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;

    JsonText(int expectedLength) {
        this.out = new StringBuilder(expectedLength);
    }

    JsonText object() {
        separate().append('{');
        return this;
    }

    JsonText endObject() {
        out.append('}');
        return this;
    }

    JsonText array() {
        separate().append('[');
        return this;
    }

    JsonText endArray() {
        out.append(']');
        return this;
    }

    /** A name whose value comes next. */
    JsonText name(String name) {
        separate().append('"').append(name).append("\":");
        return this;
    }

    JsonText member(String name, @Nullable String value) {
        return name(name).value(value);
    }

    JsonText member(String name, long value) {
        return name(name).value(value);
    }

    JsonText member(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    /** Unix seconds with milliseconds, or null. */
    JsonText member(String name, @Nullable Instant value) {
        name(name);
        if (value == null) {
            out.append("null");
            return this;
        }
        int millis = value.getNano() / 1_000_000;
        out.append(value.getEpochSecond()).append('.');
        out.append((char) ('0' + millis / 100));
        out.append((char) ('0' + millis / 10 % 10));
        out.append((char) ('0' + millis % 10));
        return this;
    }

    JsonText member(String name, @Nullable RawJson value) {
        return name(name).raw(value == null ? "null" : value.toString());
    }

    JsonText value(@Nullable String text) {
        separate();
        if (text == null) {
            out.append("null");
            return this;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(text, i);
        }
        out.append('"');
        return this;
    }

    JsonText value(long number) {
        separate().append(number);
        return this;
    }

    JsonText member(String name, double value) {
        name(name);
        // Infinities and NaN are no JSON; nothing that is measured here can be either.
        out.append(value);
        return this;
    }

    /** A value that is JSON already. */
    JsonText raw(String json) {
        separate().append(json);
        return this;
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    byte[] utf8() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a comma unless something has just begun: no value ends in a character that begins one. */
    private StringBuilder separate() {
        char last = out.isEmpty() ? '{' : out.charAt(out.length() - 1);
        if (last != '{' && last != '[' && last != ':') {
            out.append(',');
        }
        return out;
    }

    private void append(String text, int index) {
        char unit = text.charAt(index);
        if (unit == '"' || unit == '\\') {
            out.append('\\').append(unit);
        } else if (unit < ' ' || Character.isSurrogate(unit) && !isPaired(text, index)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(HEX.charAt(unit >>> shift & 0xF));
            }
        } else {
            out.append(unit);
        }
    }

    private static boolean isPaired(String text, int index) {
        char unit = text.charAt(index);
        return Character.isHighSurrogate(unit)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
