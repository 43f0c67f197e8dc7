package io.agentserver.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders. <code>$${</code> stands for a literal <code>${</code>; every other dollar sign for itself.
 *
 * @param literals the text before, between and behind the placeholders: one more than there are placeholders
 * @param placeholders in order
 */
record TextTemplate(List<String> literals, List<Placeholder> placeholders) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_]+)(\\|[a-z]+)?}");

    TextTemplate {
        literals = List.copyOf(literals);
        placeholders = List.copyOf(placeholders);
    }

    /**
     * Reads the notation.
     *
     * @throws IllegalArgumentException when a placeholder is malformed, has an unknown filter, or would be quoted for the
     *     shell inside quotes
     */
    static TextTemplate parse(String text) {
        List<String> literals = new ArrayList<>();
        List<Placeholder> placeholders = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        ShellQuotes quotes = new ShellQuotes();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                quotes.read('$');
                quotes.read('{');
                at += 3;
            } else if (text.startsWith("${", at)) {
                Placeholder placeholder = placeholder(text, matcher, at);
                refuseInsideQuotes(placeholder, quotes);
                literals.add(literal.toString());
                placeholders.add(placeholder);
                literal.setLength(0);
                at = matcher.end();
            } else {
                literal.append(text.charAt(at));
                quotes.read(text.charAt(at));
                at++;
            }
        }
        literals.add(literal.toString());
        return new TextTemplate(literals, placeholders);
    }

    private static Placeholder placeholder(String text, Matcher matcher, int at) {
        if (!matcher.region(at, text.length()).lookingAt()) {
            throw new IllegalArgumentException("placeholder: " + Excerpt.of(text.substring(at))
                    + " (expected: ${group}, ${group|sh} or ${group|number}; write $${ for the text ${)");
        }
        String filter = matcher.group(2);
        return new Placeholder(matcher.group(1), filter == null ? Placeholder.Filter.NONE : filter(filter, matcher));
    }

    private static Placeholder.Filter filter(String suffix, Matcher matcher) {
        return switch (suffix) {
            case "|sh" -> Placeholder.Filter.SH;
            case "|number" -> Placeholder.Filter.NUMBER;
            default ->
                throw new IllegalArgumentException(
                        "placeholder: " + matcher.group() + " (expected: the filter sh or number, or none)");
        };
    }

    private static void refuseInsideQuotes(Placeholder placeholder, ShellQuotes quotes) {
        if (placeholder.filter() == Placeholder.Filter.SH && quotes.open()) {
            throw new IllegalArgumentException("placeholder: " + placeholder
                    + " stands inside quotes or behind a backslash (expected: outside; it brings its own quotes)");
        }
    }

    /** The text with every placeholder filled in. */
    String fill(Map<String, String> caught) {
        StringBuilder filled = new StringBuilder(literals.get(0));
        for (int i = 0; i < placeholders.size(); i++) {
            filled.append(placeholders.get(i).fill(caught)).append(literals.get(i + 1));
        }
        return filled.toString();
    }
}
