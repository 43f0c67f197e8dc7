package io.agentserver.protocol;

import java.util.Objects;

/** Why reading stopped. The text is fit for the one who sent the bytes; there is no stack trace. */
final class JsonFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    enum Kind {
        /** No JSON. */
        SYNTAX,
        /** More of it than {@link AipLimits} allow. */
        LIMIT,
        /** JSON, but no AIP message. */
        SCHEMA
    }

    private final Kind kind;
    private final String text;

    private JsonFault(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    static JsonFault syntax(int position) {
        return new JsonFault(Kind.SYNTAX, "not JSON at byte " + position);
    }

    static JsonFault limit(String text) {
        return new JsonFault(Kind.LIMIT, text);
    }

    static JsonFault schema(String text) {
        return new JsonFault(Kind.SCHEMA, text);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    Kind kind() {
        return kind;
    }

    /** The same as the message. */
    String text() {
        return text;
    }
}
