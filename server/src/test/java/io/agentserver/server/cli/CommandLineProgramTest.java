package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineProgramTest {

    @Test
    void showsItsUsageAndItsVersion() {
        assertThat(run("--help").out()).startsWith("Usage: agent-server [-hV] [COMMAND]");
        assertThat(run("-V").out()).isEqualTo("agent-server development\n");
        assertThat(run("config", "show", "--help").out())
                .startsWith("Usage: agent-server config show [OPTIONS]")
                .contains("--port=PORT", "Default: 5000.");
    }

    @Test
    void refusesAnUnknownOptionAndNamesTheNearest() {
        TestTerminal terminal = run("config", "show", "--prot", "1");

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).contains("Unknown option").contains("--port");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(run("confg").exitCode()).isEqualTo(2);
        assertThat(run("confg").err()).contains("confg").contains("config");
    }

    @Test
    void takesAnApiKeyAsItIs() {
        for (String key : new String[] {"@file", "-hidden", "-V", "a,b", "--dashes"}) {
            TestTerminal terminal = run("config", "show", "--api-key", key, "--host", "h");
            assertThat(terminal.err()).isEmpty();
            assertThat(terminal.out()).contains("server.auth.api-keys: [****]  # flag --api-key");
        }
    }

    @Test
    void refusesAnOptionGivenTwiceButTakesSeveralKeys() {
        assertThat(run("config", "show", "--port", "1", "--port", "2").exitCode()).isEqualTo(2);
        assertThat(run("config", "show", "--api-key", "1", "--api-key", "2").out()).contains("[****, ****]");
    }

    private static TestTerminal run(String... arguments) {
        return TestTerminal.run(Map.of(), arguments);
    }
}
