package io.agentserver.server.cli;

import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.engine.PlaybookEngine;
import io.agentserver.server.engine.SessionEngine;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the session engine that the settings name. */
final class ConfiguredEngine {

    private ConfiguredEngine() {}

    /** The engine; nothing when it cannot be made, the reason is then noted. */
    static Optional<SessionEngine> read(Settings settings, Findings findings) {
        if (settings.get(ConfigKeys.ENGINE) == EngineName.DELEGATE) {
            return Optional.of(new DelegateEngine());
        }
        Path file = settings.find(ConfigKeys.PLAYBOOKS);
        if (file == null) {
            return Optional.empty(); // Noted with the settings: the two keys go together.
        }
        try {
            return Optional.of(new PlaybookEngine(PlaybookFile.read(file)));
        } catch (ConfigurationException e) {
            findings.faults(e);
            return Optional.empty();
        }
    }
}
