package io.agentserver.server.session;

import io.agentserver.server.hub.ServerFrames;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Task names as the original writes them (contract 3.8, 4.4). */
public final class TaskNames {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private TaskNames() {}

    /** The name with every foreign character replaced and leading dots gone; a new UUID when nothing is left. */
    public static String sanitise(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return ServerFrames.newId();
        }
        StringBuilder clean = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            char safe = isSafe(c) ? (char) c : '_';
            if (safe != '.' || !clean.isEmpty()) {
                clean.append(safe);
            }
        });
        return clean.isEmpty() ? ServerFrames.newId() : clean.toString();
    }

    /** Whether it may be given to the HTTP API as it is. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    private static boolean isSafe(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
