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
        assertThat(terminal.err())
                .isEqualTo("Unknown option: --prot (nearest known: --port)\nTry agent-server config show --help\n");
        assertThat(run("--prot=1").err()).startsWith("Unknown option: --prot (nearest known: --port)\n");
    }

    @Test
    void neverRepeatsWhatMayBeAKey() {
        assertThat(run("--api-kye", "hunter2").err())
                .startsWith("Unknown option: --api-kye (nearest known: --api-key)\n")
                .doesNotContain("hunter2");
        assertThat(run("--api-kye=hunter2").err()).doesNotContain("hunter2");
    }

    @Test
    void refusesAnUnknownCommandAndNamesTheNearest() {
        TestTerminal terminal = run("confg");

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("Unknown command: confg (nearest known: config)\nTry agent-server --help\n");
    }

    @Test
    void refusesArgumentsBeyondThoseItTakes() {
        assertThat(run("dispatch", "d1", "open", "the", "door").err()).startsWith("Unexpected argument: the ");
        assertThat(run("serve", "5000").exitCode()).isEqualTo(2);
        assertThat(run("dispatch", "d1").exitCode()).isEqualTo(2);
        assertThat(run("device").err()).contains("--id");
    }

    @Test
    void servesWhenNoCommandIsNamed() {
        assertThat(run("--port", "x").err())
                .isEqualTo("flag --port: server.port: x (expected: an integer from 0 to 65535)\n");
        assertThat(run("--config", "none.yaml").exitCode()).isEqualTo(2);
    }

    @Test
    void refusesOptionsWithValuesTheyDoNotTake() {
        assertThat(run("device", "--id", "d", "--think", "long").err())
                .isEqualTo("--think: long (expected: " + ThinkTime.EXPECTED + ")\n");
        assertThat(run("device", "--id", "d", "--fail", "1").err()).startsWith("--fail: 1 (expected: a percentage");
        assertThat(run("device", "--id", "d", "--platform", "beos").err())
                .isEqualTo("--platform: beos (expected: windows, linux, mobile)\n");
        assertThat(run("device", "--id", "d", "--url", "http://h").err()).startsWith("--url: http://h (expected: ");
        assertThat(run("dispatch", "d", "r", "--url", "h:5000").err()).startsWith("--url: h:5000 (expected: ");
        assertThat(run("dispatch", "d", "r", "--wait", "soon").err()).startsWith("--wait: soon (expected: ");
        assertThat(run("demo", "--seconds", "0").err()).startsWith("--seconds: 0 (expected: ");
        assertThat(run("demo", "--seconds", "0").exitCode()).isEqualTo(2);
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
        assertThat(run("config", "show", "--port", "1", "--port", "2").exitCode())
                .isEqualTo(2);
        assertThat(run("config", "show", "--api-key", "1", "--api-key", "2").out())
                .contains("[****, ****]");
    }

    private static TestTerminal run(String... arguments) {
        return TestTerminal.run(Map.of(), arguments);
    }
}
