package io.agentserver.server.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The key that a command which talks to a server presents: from its flag, else from the server's own variables. */
final class ClientKey {

    private static final String FLAG = "--api-key";

    private ClientKey() {}

    /** Adds the option to a command. */
    static void addTo(CommandSpec spec) {
        spec.addOption(Options.value(
                FLAG, "KEY", "Key to present. Default: that of AGENT_SERVER_API_KEY or AGENT_SERVER_API_KEY_FILE."));
    }

    /** The key; null when there is none. */
    static @Nullable String read(ParseResult arguments, Map<String, String> environment) throws ConfigurationException {
        String flag = Options.find(arguments, FLAG);
        if (flag != null) {
            return flag;
        }
        Findings findings = new Findings();
        Settings settings = Settings.of(List.of(EnvironmentSource.read(environment, findings)));
        findings.throwIfFaulty();
        return settings.get(ConfigKeys.API_KEYS).stream().findFirst().orElse(null);
    }
}
