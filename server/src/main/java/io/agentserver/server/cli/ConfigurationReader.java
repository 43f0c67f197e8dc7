package io.agentserver.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration from all its sources and checks what no single key can: that settings fit together. A source whose
 * value is not used in the end is checked all the same.
 */
final class ConfigurationReader {

    private ConfigurationReader() {}

    /** The settings; everything wrong with them is noted. Flags go before environment, file and defaults. */
    static Settings read(CommandInput input, Findings findings) {
        List<Setting<?>> flags = FlagSource.read(input.flags(), input.local(), findings);
        List<Setting<?>> environment = EnvironmentSource.read(input.environment(), findings);
        Path file = file(input, findings);
        List<Setting<?>> fromFile = file == null ? List.of() : FileSource.read(file, findings);
        Settings settings = Settings.of(List.of(fromFile, environment, flags));
        checkTls(settings, findings);
        checkBytes(settings, findings);
        checkPlaybooks(settings, findings);
        return settings;
    }

    private static @Nullable Path file(CommandInput input, Findings findings) {
        Map<String, String> environment = input.environment();
        String named = environment.getOrDefault(EnvironmentSource.CONFIG_FILE, "");
        if (input.file() != null || named.isEmpty()) {
            return input.file();
        }
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            findings.fault(
                    "environment " + EnvironmentSource.CONFIG_FILE,
                    Fault.quote(named) + " (expected: the path of a YAML file)");
            return null;
        }
    }

    private static void checkTls(Settings settings, Findings findings) {
        boolean certificate = settings.isGiven(ConfigKeys.TLS_CERTIFICATE);
        if (certificate == settings.isGiven(ConfigKeys.TLS_KEY)) {
            return;
        }
        ConfigKey<Path> given = certificate ? ConfigKeys.TLS_CERTIFICATE : ConfigKeys.TLS_KEY;
        ConfigKey<Path> missing = certificate ? ConfigKeys.TLS_KEY : ConfigKeys.TLS_CERTIFICATE;
        findings.fault(
                settings.origin(given),
                given.path() + ": given without " + missing.path() + " (expected: both or none)");
    }

    private static void checkBytes(Settings settings, Findings findings) {
        long inflight = settings.get(ConfigKeys.LIMIT_INFLIGHT_BYTES);
        int message = settings.get(ConfigKeys.LIMIT_MESSAGE_BYTES);
        if (inflight < message) {
            ConfigKey<?> blamed = settings.isGiven(ConfigKeys.LIMIT_INFLIGHT_BYTES)
                    ? ConfigKeys.LIMIT_INFLIGHT_BYTES
                    : ConfigKeys.LIMIT_MESSAGE_BYTES;
            findings.fault(
                    settings.origin(blamed),
                    ConfigKeys.LIMIT_INFLIGHT_BYTES.path() + ": " + inflight + " (expected: at least "
                            + ConfigKeys.LIMIT_MESSAGE_BYTES.path() + ", " + message + ")");
        }
    }

    private static void checkPlaybooks(Settings settings, Findings findings) {
        boolean file = settings.isGiven(ConfigKeys.PLAYBOOKS);
        boolean engine = settings.get(ConfigKeys.ENGINE) == EngineName.PLAYBOOK;
        if (engine && !file) {
            findings.fault(
                    settings.origin(ConfigKeys.ENGINE),
                    ConfigKeys.ENGINE.path() + ": playbook without " + ConfigKeys.PLAYBOOKS.path()
                            + " (expected: the file of the rules beside it)");
        }
        if (file && !engine) {
            findings.warning(settings.origin(ConfigKeys.PLAYBOOKS) + ": " + ConfigKeys.PLAYBOOKS.path()
                    + " is not used with " + ConfigKeys.ENGINE.path() + ": delegate (expected: playbook)");
        }
    }
}
