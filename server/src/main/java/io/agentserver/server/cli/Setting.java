package io.agentserver.server.cli;

import java.util.List;
import java.util.Optional;

/**
 * A value that was given for a key.
 *
 * @param origin where it was given: {@code config.yaml:12}, {@code environment AGENT_SERVER_PORT} or {@code flag --port}
 */
record Setting<T>(ConfigKey<T> key, T value, String origin) {

    /** Reads a value from its texts; notes a fault when they are not what the key takes. */
    static <T> Optional<Setting<T>> read(ConfigKey<T> key, List<String> texts, String origin, Findings findings) {
        Optional<T> value = key.type().parse(texts);
        if (value.isEmpty()) {
            findings.fault(origin, wrong(key, key.showText(String.join(", ", texts))));
        }
        return value.map(v -> new Setting<>(key, v, origin));
    }

    /** What to say about something that the key does not take. */
    static String wrong(ConfigKey<?> key, String given) {
        return key.path() + ": " + given + " (expected: " + key.type().expected() + ")";
    }

    /**
     * Reads a value as {@link #read} does, but takes a log level nobody knows as {@code INFO} with a warning: so does the
     * original with its flag (contract 6.6), and compose files pass whatever {@code LOG_LEVEL} holds.
     */
    static Optional<? extends Setting<?>> readLeniently(
            ConfigKey<?> key, List<String> texts, String origin, Findings findings) {
        if (!key.equals(ConfigKeys.LOG_LEVEL) || LogLevel.TYPE.parse(texts).isPresent()) {
            return read(key, texts, origin, findings);
        }
        findings.warning(origin + ": " + wrong(key, key.showText(String.join(", ", texts))) + ", taken as INFO");
        return Optional.of(new Setting<>(ConfigKeys.LOG_LEVEL, LogLevel.INFO, origin));
    }
}
