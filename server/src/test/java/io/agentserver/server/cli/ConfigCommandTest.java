package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir
    private Path folder;

    @Test
    void checkSaysThatAFileIsRight() throws IOException {
        Path file = file("server: {port: 5001}\n");
        TestTerminal terminal = TestTerminal.run(Map.of(), "config", "check", file.toString());

        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out()).isEqualTo(file + ": OK\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void checkNamesTheLineAndTheNearestKeyOfEveryFault() throws IOException {
        Path file = file("server:\n  prot: 5001\nlimits: {sessions: 0}\n");
        TestTerminal terminal = TestTerminal.run(Map.of(), "config", "check", file.toString());

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .isEqualTo(file + ":2: server.prot: unknown key (nearest known: server.port)\n" + file
                        + ":3: limits.sessions: 0 (expected: an integer from 1 to 2147483647)\n");
    }

    @Test
    void checkLooksIntoTheDeviceFileAndWarnsOfAMissingCertificate() throws IOException {
        Files.writeString(folder.resolve("d.yaml"), "devices:\n  a: 1\n");
        Path file = file("devices: d.yaml\nserver: {tls: {certificate: c.pem, key: k.pem}}\n");
        TestTerminal terminal = TestTerminal.run(Map.of(), "config", "check", file.toString());

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err())
                .contains(folder.resolve("d.yaml") + ":2: devices.a: not a mapping")
                .contains(file + ":2: server.tls.certificate: " + folder.resolve("c.pem") + " not found");
    }

    @Test
    void checkIgnoresTheEnvironment() throws IOException {
        assertThat(TestTerminal.run(
                                Map.of("AGENT_SERVER_TYPO", "1"),
                                "config",
                                "check",
                                file("name: a\n").toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void showTellsEachValueWithItsOriginAndMasksSecrets() throws IOException {
        Path file = file("\nname: Lab\n");
        TestTerminal terminal = TestTerminal.run(
                Map.of("AGENT_SERVER_API_KEY", "hunter2", "AGENT_SERVER_CONFIG", file.toString()),
                "config",
                "show",
                "--port",
                "5001");

        assertThat(terminal.exitCode()).isZero();
        assertThat(terminal.out().lines())
                .hasSize(ConfigKeys.ALL.size())
                .contains(
                        "name: Lab  # " + file + ":2",
                        "server.port: 5001  # flag --port",
                        "server.auth.api-keys: [****]  # environment AGENT_SERVER_API_KEY",
                        "server.host: 127.0.0.1  # default",
                        "platform: (not set)  # default",
                        "connections.ping-interval: 20s  # default");
        assertThat(terminal.out()).doesNotContain("hunter2");
    }

    @Test
    void showReportsFaultsOfAllSources() {
        TestTerminal terminal =
                TestTerminal.run(Map.of("AGENT_SERVER_PROT", "1"), "config", "show", "--port", "x", "--auth", "y");

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err().lines()).hasSize(3);
    }

    @Test
    void configAloneSaysWhatIsMissing() {
        TestTerminal terminal = TestTerminal.run(Map.of(), "config");

        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.err()).startsWith("Missing what to do: show or check FILE\n");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }
}
