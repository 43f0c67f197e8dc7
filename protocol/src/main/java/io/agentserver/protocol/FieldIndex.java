package io.agentserver.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the known fields of an object lie in its bytes; of a list of objects, one row for each element. Reading fills it
 * and checks all of the JSON; what is wanted is then taken out of the bytes, so that nothing else is ever built. Of a
 * repeated field the last one counts (contract 2.7). Used again for the next message; for one thread at a time.
 */
final class FieldIndex {

    private static final int SLOTS_TO_KEEP = 1024;

    private final JsonReader in;
    private final WireField[] fields;
    private final NameTable names;
    private final @Nullable FieldIndex[] nested;
    /** Slots per row: the object itself, then its fields. */
    private final int stride;

    private int rows;
    private Token[] tokens;
    /** Start and end of each slot's token. */
    private int[] places;
    /** The field that is being read, or -1. */
    private int current = -1;

    FieldIndex(JsonReader in, WireField[] fields) {
        this.in = in;
        this.fields = fields;
        this.names = NameTable.of(Stream.of(fields).map(WireField::wire).toList());
        this.nested = new FieldIndex[fields.length];
        this.stride = fields.length + 1;
        this.tokens = new Token[stride];
        this.places = new int[2 * stride];
    }

    /** Has the object, or the elements of the list, that the field holds indexed too. */
    void nest(WireField field, FieldIndex index) {
        nested[field.ordinal()] = index;
    }

    /** Forgets everything, ready for the next message. */
    void clear() {
        rows = 0;
        current = -1;
        if (tokens.length > SLOTS_TO_KEEP) {
            tokens = new Token[stride];
            places = new int[2 * stride];
        }
    }

    /** How many objects were read, elements of the list that are none among them. */
    int rows() {
        return rows;
    }

    /** The field that was being read when a fault came up, or null when none of those known here. */
    @Nullable
    WireField current() {
        return current < 0 ? null : fields[current];
    }

    /** Reads the next value into a row. */
    void readRow() {
        int row = addRow();
        if (in.atObject()) {
            int start = in.position();
            readObject(row);
            place(row, 0, Token.OBJECT, start, in.position());
        } else {
            skipValue(row, 0);
        }
    }

    private void readObject(int row) {
        in.enterObject();
        for (boolean first = true; in.nextMember(first); first = false) {
            int field = knownField();
            current = field;
            if (field < 0) {
                in.skipValue();
            } else {
                readField(row, field);
            }
        }
        current = -1;
    }

    private int knownField() {
        if (in.token() == Token.STRING) {
            return names.find(in.buffer(), in.tokenStart(), in.tokenEnd());
        }
        byte[] name = in.text(in.token(), in.tokenStart(), in.tokenEnd()).getBytes(StandardCharsets.UTF_8);
        return names.find(name, 0, name.length);
    }

    private void readField(int row, int field) {
        FieldIndex index = nested[field];
        if (index == null) {
            skipValue(row, field + 1);
        } else if (in.atObject()) {
            int start = in.position();
            index.clear();
            index.readRow();
            place(row, field + 1, Token.OBJECT, start, in.position());
        } else if (in.atArray()) {
            int start = in.position();
            index.clear();
            index.readList();
            place(row, field + 1, Token.ARRAY, start, in.position());
        } else {
            skipValue(row, field + 1);
        }
    }

    private void skipValue(int row, int slot) {
        in.skipValue();
        place(row, slot, in.token(), in.tokenStart(), in.tokenEnd());
    }

    private void readList() {
        in.enterArray();
        for (boolean first = true; in.nextElement(first); first = false) {
            if (rows == in.limits().maxItems()) {
                throw JsonFault.limit("more than " + rows + " elements");
            }
            readRow();
        }
    }

    private int addRow() {
        int from = rows * stride;
        int to = from + stride;
        if (to > tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * to);
            places = Arrays.copyOf(places, 4 * to);
        }
        Arrays.fill(tokens, from, to, Token.ABSENT);
        return rows++;
    }

    private void place(int row, int slot, Token token, int start, int end) {
        int at = row * stride + slot;
        tokens[at] = token;
        places[2 * at] = start;
        places[2 * at + 1] = end;
    }

    /** Whether that row is an object. */
    boolean isObject(int row) {
        return tokens[row * stride] == Token.OBJECT;
    }

    /** What the field holds. */
    Token token(int row, WireField field) {
        return tokens[slot(row, field)];
    }

    /** Where the field's token begins. */
    int start(int row, WireField field) {
        return places[2 * slot(row, field)];
    }

    /** Where the field's token ends. */
    int end(int row, WireField field) {
        return places[2 * slot(row, field) + 1];
    }

    /** The text the field holds; null when it holds no string. */
    @Nullable
    String text(int row, WireField field) {
        Token token = token(row, field);
        return token.isString() ? in.text(token, start(row, field), end(row, field)) : null;
    }

    /** The value the field holds; null when it holds none or JSON null. */
    @Nullable
    RawJson value(int row, WireField field) {
        Token token = token(row, field);
        return token.isMissing() ? null : in.value(token, start(row, field), end(row, field));
    }

    /** The constant the field names; null when it names none. */
    <E extends Enum<E>> @Nullable E constant(int row, WireField field, WireEnum<E> constants) {
        Token token = token(row, field);
        if (token == Token.STRING) {
            return constants.find(in.buffer(), start(row, field), end(row, field));
        }
        String text = text(row, field);
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return constants.find(bytes, 0, bytes.length);
    }

    /** The first field of the row, in declaration order, that holds what it must not, or null. */
    @Nullable
    WireField misfit(int row) {
        for (WireField field : fields) {
            if (!field.shape().admits(token(row, field))) {
                return field;
            }
        }
        return null;
    }

    private int slot(int row, WireField field) {
        return row * stride + 1 + field.ordinal();
    }
}
