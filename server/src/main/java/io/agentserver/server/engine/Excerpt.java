package io.agentserver.server.engine;

/** A text of any length and content as a short line for an error message. */
final class Excerpt {

    private static final int MAX_CODE_POINTS = 80;

    private Excerpt() {}

    /** At most 80 characters of the text, control characters as spaces, {@code …} where it goes on. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(MAX_CODE_POINTS)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > MAX_CODE_POINTS
                ? line.append('…').toString()
                : line.toString();
    }
}
