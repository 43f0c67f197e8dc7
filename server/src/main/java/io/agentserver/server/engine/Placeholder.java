package io.agentserver.server.engine;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands for a part of the request in a playbook: {@code ${group}} or {@code ${group|filter}}.
 *
 * @param group the number or name of a group of the rule's pattern
 * @param filter what becomes of the text that the group caught
 */
record Placeholder(String group, Filter filter) {

    /** What becomes of the text before it is put in. */
    enum Filter {
        /** Nothing: the text as it is. */
        NONE(""),
        /** One word for a POSIX shell. */
        SH("|sh"),
        /** A JSON number instead of a string. */
        NUMBER("|number");

        private final String suffix;

        Filter(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

    /** Why the filter cannot do its work on what the group caught, or nothing. */
    Optional<String> fault(Map<String, String> caught) {
        String text = text(caught);
        if (filter == Filter.SH && text.indexOf('\0') >= 0) {
            return Optional.of(this + " has a NUL character (expected: text that a shell can take)");
        }
        if (filter == Filter.NUMBER && !NUMBER.matcher(text).matches()) {
            return Optional.of(this + " is '" + Excerpt.of(text) + "' (expected: a number such as 12 or -3.5)");
        }
        return Optional.empty();
    }

    /** The text to put in, which has no fault. */
    String fill(Map<String, String> caught) {
        String text = text(caught);
        return switch (filter) {
            case NONE -> text;
            case SH -> quoted(text);
            case NUMBER -> new BigDecimal(text).toPlainString();
        };
    }

    private String text(Map<String, String> caught) {
        String text = caught.get(group);
        if (text == null) {
            throw new IllegalStateException("group: " + group + " (expected: one of " + caught.keySet() + ")");
        }
        return text;
    }

    /** In single quotes a POSIX shell takes every character for itself; a quote is written outside of them. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** As it stands in the playbook. */
    @Override
    public String toString() {
        return "${" + group + filter.suffix + "}";
    }
}
