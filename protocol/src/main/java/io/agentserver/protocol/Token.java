package io.agentserver.protocol;

/** What {@link JsonReader} found at a place. */
enum Token {
    /** Nothing: the field is not there. */
    ABSENT,
    NULL,
    /** A string that stands in its bytes as it is. */
    STRING,
    /** A string that holds backslash escapes. */
    ESCAPED_STRING,
    NUMBER,
    BOOLEAN,
    OBJECT,
    ARRAY;

    boolean isString() {
        return this == STRING || this == ESCAPED_STRING;
    }

    boolean isMissing() {
        return this == ABSENT || this == NULL;
    }
}
