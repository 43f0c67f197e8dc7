package io.agentserver.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads settings from the flags of the command line. */
final class FlagSource {

    private static final String LOOPBACK = "127.0.0.1";

    private FlagSource() {}

    /** All settings of the flags; what is wrong with them is noted. */
    static List<Setting<?>> read(Map<String, List<String>> flags, boolean local, Findings findings) {
        List<Setting<?>> settings = new ArrayList<>();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            List<String> texts = key.flag() == null ? null : flags.get(key.flag());
            if (texts != null) {
                Setting.readLeniently(key, texts, "flag " + key.flag(), findings)
                        .ifPresent(settings::add);
            }
        }
        if (local) {
            local(flags, settings, findings);
        }
        return settings;
    }

    private static void local(Map<String, List<String>> flags, List<Setting<?>> settings, Findings findings) {
        List<String> hosts = flags.getOrDefault("--host", List.of());
        if (hosts.isEmpty()) {
            settings.add(new Setting<>(ConfigKeys.HOST, LOOPBACK, "flag --local"));
        } else if (!isLoopback(hosts.get(0))) {
            findings.fault(
                    "flag --local",
                    "contradicts --host " + Fault.quote(hosts.get(0))
                            + " (expected: one of them, or a loopback address)");
        }
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("::1") || name.startsWith("127.");
    }
}
