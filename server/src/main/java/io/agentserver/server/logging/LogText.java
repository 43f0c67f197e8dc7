package io.agentserver.server.logging;

import java.util.regex.Pattern;

/** Makes text from outside safe to stand in a log line (M-44). */
public final class LogText {

    /** More of one text than this no line shows; a message may be of 100 MiB. */
    static final int LONGEST = 16_384;

    /** The words by which operators count how sessions ended; only the lines that say so may hold them (M-43). */
    private static final Pattern OUTCOME = Pattern.compile("Task (?=completed|failed|cancelled)");

    private LogText() {}

    /**
     * The text with control characters escaped, so that it cannot pass for a line of its own or command a terminal, with the
     * words of {@link #OUTCOME} made unlike themselves, and cut when it is very long.
     */
    public static String quote(String text) {
        String line = oneLine(cut(text));
        return line.contains("Task ") ? OUTCOME.matcher(line).replaceAll("Task\\\\u0020") : line;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }

    /** The text with line breaks and other control characters escaped. */
    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (breaksLine(text.charAt(i))) {
                return escape(text);
            }
        }
        return text;
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (breaksLine(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static boolean breaksLine(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
