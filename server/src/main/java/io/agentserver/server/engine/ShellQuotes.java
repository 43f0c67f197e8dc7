package io.agentserver.server.engine;

/**
 * Follows the quoting of a shell command while its literal text is read, so that a placeholder that brings its own quotes
 * is not put inside others, where it would protect nothing.
 */
final class ShellQuotes {

    private boolean single;
    private boolean doubled;
    private boolean escaped;

    /** Reads the next character. */
    void read(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\' && !single) {
            escaped = true;
        } else if (c == '\'' && !doubled) {
            single = !single;
        } else if (c == '"' && !single) {
            doubled = !doubled;
        }
    }

    /** Whether the next character stands inside quotes or behind a backslash. */
    boolean open() {
        return single || doubled || escaped;
    }
}
