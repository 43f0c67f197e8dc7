package io.agentserver.server.cli;

/**
 * Something wrong in the configuration.
 *
 * @param where the place to mend: {@code config.yaml:12}, {@code environment AGENT_SERVER_PORT} or {@code flag --port}
 * @param what what is wrong there and what was expected
 */
record Fault(String where, String what) {

    private static final int LONGEST_QUOTE = 80;

    /** A short text from outside, made fit for one line of a message. */
    static String quote(String text) {
        return quote(text, LONGEST_QUOTE);
    }

    /** The beginning of a text from outside, made fit for one line of a message. */
    static String quote(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return text.codePointCount(0, text.length()) > longest ? line + "…" : line.toString();
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
