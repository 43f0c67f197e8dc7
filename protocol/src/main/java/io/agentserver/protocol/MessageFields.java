package io.agentserver.protocol;

import org.jspecify.annotations.Nullable;

/** The top level of one message: reads it whole, then answers for its fields and says what is wrong with them. */
final class MessageFields {

    private final JsonReader in;
    private final FieldIndex index;

    MessageFields(JsonReader in, FieldIndex index) {
        this.in = in;
        this.index = index;
    }

    /** Reads all of the bytes that {@code in} stands before. */
    void read() {
        index.clear();
        index.readRow();
        in.finish();
        if (!index.isObject(0)) {
            throw JsonFault.schema("not a JSON object");
        }
    }

    Token token(WireField field) {
        return index.token(0, field);
    }

    @Nullable
    String text(WireField field) {
        return index.text(0, field);
    }

    @Nullable
    RawJson value(WireField field) {
        return index.value(0, field);
    }

    int start(WireField field) {
        return index.start(0, field);
    }

    /** The constant the field names, which must be there. */
    <E extends Enum<E>> E required(WireField field, WireEnum<E> constants) {
        E constant = optional(field, constants);
        if (constant == null) {
            throw JsonFault.schema(field.wire() + ": required");
        }
        return constant;
    }

    /** The constant the field names, or null when it is not there. */
    <E extends Enum<E>> @Nullable E optional(WireField field, WireEnum<E> constants) {
        Token token = token(field);
        if (token.isMissing()) {
            return null;
        }
        if (!token.isString()) {
            throw JsonFault.schema(field.wire() + ": " + field.shape().fault());
        }
        E constant = index.constant(0, field, constants);
        if (constant == null) {
            throw JsonFault.schema(field.wire() + ": unknown value");
        }
        return constant;
    }

    /** Refuses a message with a field that holds what it must not. */
    void checkShapes() {
        WireField misfit = index.misfit(0);
        if (misfit != null) {
            throw JsonFault.schema(misfit.wire() + ": " + misfit.shape().fault());
        }
    }

    /** Refuses a list with an element that is no object or has a field that holds what it must not. */
    static void checkElements(WireField list, FieldIndex elements) {
        for (int row = 0; row < elements.rows(); row++) {
            if (!elements.isObject(row)) {
                throw JsonFault.schema(list.wire() + "[" + row + "]: must be an object");
            }
            WireField misfit = elements.misfit(row);
            if (misfit != null) {
                throw elementFault(list, row, misfit, misfit.shape().fault());
            }
        }
    }

    /** A field of an element is wrong. */
    static JsonFault elementFault(WireField list, int row, WireField field, String reason) {
        return JsonFault.schema(list.wire() + "[" + row + "]." + field.wire() + ": " + reason);
    }

    /** The constant the field names if it could be read so far, for telling whom a refusal concerns. */
    <E extends Enum<E>> @Nullable E readable(WireField field, WireEnum<E> constants) {
        return index.rows() == 0 ? null : index.constant(0, field, constants);
    }

    /** The text the field holds if it could be read so far, for telling whom a refusal concerns. */
    @Nullable
    String readable(WireField field) {
        return index.rows() == 0 ? null : text(field);
    }

    /** The text for the client. */
    String describe(JsonFault fault) {
        return switch (fault.kind()) {
            case SYNTAX -> "not JSON";
            case SCHEMA -> fault.text();
            case LIMIT -> {
                WireField field = index.current();
                yield (field == null ? "message" : field.wire()) + ": " + fault.text();
            }
        };
    }
}
