package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.engine.PlaybookEngine;
import io.agentserver.server.engine.SessionEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfiguredEngineTest {

    private final Findings findings = new Findings();

    @Test
    void delegatesByDefault() {
        assertThat(ConfiguredEngine.read(Settings.of(List.of()), findings)).containsInstanceOf(DelegateEngine.class);
    }

    @Test
    void playsTheNamedPlaybook() throws ConfigurationException {
        assertThat(playbook(Path.of("..", "docs", "examples", "playbook-linux.yaml")))
                .containsInstanceOf(PlaybookEngine.class);
        findings.throwIfFaulty();
    }

    @Test
    void notesWhatIsWrongWithThePlaybook() {
        assertThat(playbook(Path.of("none.yaml"))).isEmpty();

        assertThat(catchThrowableOfType(ConfigurationException.class, findings::throwIfFaulty)
                        .faults())
                .containsExactly(new Fault("none.yaml", "no such file (expected: a file to read)"));
    }

    @Test
    void leavesAMissingPlaybookToTheCheckOfTheSettings() throws ConfigurationException {
        assertThat(playbook(null)).isEmpty();
        findings.throwIfFaulty();
    }

    private Optional<SessionEngine> playbook(@Nullable Path file) {
        List<Setting<?>> given = new ArrayList<>();
        given.add(new Setting<>(ConfigKeys.ENGINE, EngineName.PLAYBOOK, "flag --engine"));
        if (file != null) {
            given.add(new Setting<>(ConfigKeys.PLAYBOOKS, file, "flag --playbooks"));
        }
        return ConfiguredEngine.read(Settings.of(List.of(given)), findings);
    }
}
