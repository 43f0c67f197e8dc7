package io.agentserver.loadtest;

import java.util.ArrayList;
import java.util.List;

/** A text in which {@code #{name}} stands for an attribute of the session. */
public final class Expression {

    private static final String OPENING = "#{";

    /** Texts at even places, names at odd ones. */
    private final List<String> parts;

    private Expression(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads such a text.
     *
     * @throws IllegalArgumentException when a placeholder is never closed
     */
    public static Expression of(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPENING); open >= 0; open = text.indexOf(OPENING, from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(text + ": #{ is never closed (expected: #{name})");
            }
            parts.add(text.substring(from, open));
            parts.add(text.substring(open + OPENING.length(), close));
            from = close + 1;
        }
        parts.add(text.substring(from));
        return new Expression(parts);
    }

    /** Whether it is the same for every session. */
    public boolean isConstant() {
        return parts.size() == 1;
    }

    /**
     * The text for that session.
     *
     * @throws MissingAttributeException when an attribute is missing
     */
    public String resolve(Session session) {
        if (isConstant()) {
            return parts.get(0);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            text.append(i % 2 == 0 ? parts.get(i) : session.getString(parts.get(i)));
        }
        return text.toString();
    }
}
