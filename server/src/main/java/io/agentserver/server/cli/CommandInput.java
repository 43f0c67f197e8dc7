package io.agentserver.server.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a configuration can be read from, before any of it is read.
 *
 * @param flags what was given for each flag that sets a key, such as {@code --port} to {@code 5001}
 * @param local whether {@code --local} was given
 * @param file the file named by {@code --config}; null when the flag was not given
 * @param environment the environment variables
 */
record CommandInput(
        Map<String, List<String>> flags,
        boolean local,
        @Nullable Path file,
        Map<String, String> environment) {

    CommandInput {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /** Nothing but a file. */
    static CommandInput ofFile(Path file) {
        return new CommandInput(Map.of(), false, file, Map.of());
    }

    /** Nothing but environment variables. */
    static CommandInput ofEnvironment(Map<String, String> environment) {
        return new CommandInput(Map.of(), false, null, environment);
    }

    CommandInput withFlag(String flag, String... values) {
        Map<String, List<String>> more = new HashMap<>(flags);
        more.put(flag, List.of(values));
        return new CommandInput(more, local, file, environment);
    }

    CommandInput withLocal() {
        return new CommandInput(flags, true, file, environment);
    }
}
