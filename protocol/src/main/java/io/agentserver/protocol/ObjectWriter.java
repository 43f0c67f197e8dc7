package io.agentserver.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one kind of object with its keys in declaration order. Fields come in that order; those passed over are written
 * as null, as the original writes them (contract 2.1). For one thread at a time.
 */
final class ObjectWriter {

    private final JsonWriter out;
    /** Each key with what separates it from what is before it. */
    private final byte[][] keys;
    /** The same with null as the value. */
    private final byte[][] nulls;

    private int next;

    ObjectWriter(JsonWriter out, WireField[] fields) {
        this.out = out;
        this.keys = new byte[fields.length][];
        this.nulls = new byte[fields.length][];
        for (WireField field : fields) {
            int place = field.ordinal();
            String key = (place == 0 ? "{\"" : ",\"") + field.wire() + "\":";
            keys[place] = key.getBytes(StandardCharsets.US_ASCII);
            nulls[place] = (key + "null").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Begins an object. */
    void begin() {
        next = 0;
    }

    /** Writes a string or null. */
    void text(WireField field, @Nullable String text) {
        if (text != null) {
            key(field);
            out.string(text);
        }
    }

    /** Writes a value or null. */
    void value(WireField field, @Nullable RawJson value) {
        if (value != null) {
            key(field);
            out.value(value);
        }
    }

    /** Writes the key of a value that the caller writes. */
    void key(WireField field) {
        nullsUpTo(field.ordinal());
        out.raw(keys[next++]);
    }

    /** Ends the object after that field. */
    void end(WireField last) {
        nullsUpTo(last.ordinal() + 1);
        out.raw('}');
    }

    private void nullsUpTo(int place) {
        while (next < place) {
            out.raw(nulls[next++]);
        }
    }
}
