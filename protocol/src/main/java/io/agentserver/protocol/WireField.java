package io.agentserver.protocol;

/** One key of a JSON object on the wire: its name and what it may hold. Implemented by an enum per object. */
interface WireField {

    /** The key as it stands on the wire. */
    String wire();

    /** The key's place in the order in which they are written. */
    int ordinal();

    /** What the key may hold besides null. */
    Shape shape();

    /** What a key may hold. */
    enum Shape {
        TEXT("must be a string"),
        OBJECT("must be an object"),
        LIST("must be an array"),
        ANY("");

        private final String fault;

        Shape(String fault) {
            this.fault = fault;
        }

        /** What is wrong with a key that holds something else. */
        String fault() {
            return fault;
        }

        boolean admits(Token token) {
            return switch (this) {
                case TEXT -> token.isString() || token.isMissing();
                case OBJECT -> token == Token.OBJECT || token.isMissing();
                case LIST -> token == Token.ARRAY || token.isMissing();
                case ANY -> true;
            };
        }
    }
}
