package io.agentserver.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured. Its names in the file, in the environment and on the command line all come from here.
 *
 * @param path the path in the file, its parts joined by dots
 * @param type what it takes
 * @param defaultValue the value without any configuration; null when it is then not set
 * @param flag the flag that sets it; null when there is none
 * @param secret whether the value must not be shown
 * @param description what it means, in one sentence
 */
record ConfigKey<T>(
        String path,
        ValueType<T> type,
        @Nullable T defaultValue,
        @Nullable String flag,
        boolean secret,
        String description) {

    /** What every environment variable of the command begins with. */
    static final String ENVIRONMENT_PREFIX = "AGENT_SERVER_";

    static <T> ConfigKey<T> of(String path, ValueType<T> type, @Nullable T defaultValue, String description) {
        return new ConfigKey<>(path, type, defaultValue, null, false, description);
    }

    ConfigKey<T> withFlag(String value) {
        return new ConfigKey<>(path, type, defaultValue, value, secret, description);
    }

    ConfigKey<T> asSecret() {
        return new ConfigKey<>(path, type, defaultValue, flag, true, description);
    }

    /** The environment variables that set it: the short one after the flag, where there is one, and the one after the path. */
    List<String> environmentNames() {
        return Stream.of(flagVariable(), variable(path))
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
    }

    /** Whether that variable is the one after the flag, which holds one value even where the key takes a list. */
    boolean isFlagVariable(String name) {
        return name.equals(flagVariable());
    }

    /** A value as it may be shown: a secret only by how many there are. */
    String show(T value) {
        if (!secret) {
            return type.print(value);
        }
        return value instanceof List<?> list
                ? "[" + String.join(", ", list.stream().map(v -> "****").toList()) + "]"
                : "****";
    }

    /** Text someone gave for the value, as it may be shown. */
    String showText(String text) {
        return secret ? "****" : Fault.quote(text);
    }

    private @Nullable String flagVariable() {
        return flag == null ? null : variable(flag.substring(2));
    }

    /** The variable that sets what a flag or path names. */
    static String variable(String name) {
        return ENVIRONMENT_PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
