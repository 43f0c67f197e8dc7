package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.agentserver.server.logging.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was thrown the way Java prints it, each line ending with a line break. Messages are quoted, because they may
 * hold text from outside, and what is very long or deep is cut.
 */
final class StackTrace {

    private static final int MOST_FRAMES = 100;
    private static final int MOST_DEPTH = 10;
    private static final int LONGEST_MESSAGE = 4_096;

    private StackTrace() {}

    static void append(StringBuilder out, IThrowableProxy thrown) {
        append(out, "", "", thrown, MOST_DEPTH);
    }

    /** Only what it is and says. */
    static void appendName(StringBuilder out, IThrowableProxy thrown) {
        out.append(thrown.getClassName());
        String message = thrown.getMessage();
        if (message == null) {
            return;
        }
        boolean cut = message.length() > LONGEST_MESSAGE;
        out.append(": ").append(LogText.quote(cut ? message.substring(0, LONGEST_MESSAGE) : message));
        if (cut) {
            out.append('…');
        }
    }

    private static void append(
            StringBuilder out, String indent, String prefix, @Nullable IThrowableProxy thrown, int depth) {
        if (thrown == null) {
            return;
        }
        out.append(indent).append(prefix);
        if (depth == 0 || thrown.isCyclic()) {
            out.append("… ").append(thrown.getClassName()).append('\n');
            return;
        }
        appendName(out, thrown);
        out.append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = Math.min(MOST_FRAMES, frames.length - thrown.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            out.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
        if (shown < frames.length) {
            out.append(indent).append("\t... ").append(frames.length - shown).append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            append(out, indent + "\t", "Suppressed: ", suppressed, depth - 1);
        }
        append(out, indent, "Caused by: ", thrown.getCause(), depth - 1);
    }
}
