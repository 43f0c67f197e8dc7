package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    @Test
    void flagsGoBeforeEnvironmentBeforeFileBeforeDefaults() throws IOException {
        Path file = file("server: {port: 1, host: file, drain-timeout: 1s}\n");
        Map<String, String> environment =
                Map.of("AGENT_SERVER_CONFIG", file.toString(), "AGENT_SERVER_PORT", "2", "AGENT_SERVER_HOST", "env");

        Settings settings =
                ConfigurationReader.read(CommandInput.ofEnvironment(environment).withFlag("--port", "3"), findings);

        assertThat(settings.get(ConfigKeys.PORT)).isEqualTo(3);
        assertThat(settings.origin(ConfigKeys.PORT)).isEqualTo("flag --port");
        assertThat(settings.get(ConfigKeys.HOST)).isEqualTo("env");
        assertThat(settings.origin(ConfigKeys.HOST)).isEqualTo("environment AGENT_SERVER_HOST");
        assertThat(settings.origin(ConfigKeys.DRAIN_TIMEOUT)).isEqualTo(file + ":1");
        assertThat(settings.origin(ConfigKeys.NAME)).isEqualTo("default");
        assertThat(faults()).isEmpty();
    }

    @Test
    void theFileOfTheFlagGoesBeforeThatOfTheEnvironment() throws IOException {
        Path file = file("name: flagged\n");
        CommandInput input =
                new CommandInput(Map.of(), false, file, Map.of("AGENT_SERVER_CONFIG", folder + "/none.yaml"));

        assertThat(ConfigurationReader.read(input, findings).get(ConfigKeys.NAME))
                .isEqualTo("flagged");
        assertThat(faults()).isEmpty();
    }

    @Test
    void reportsTheFaultsOfAllSourcesTogether() throws IOException {
        CommandInput input = new CommandInput(
                Map.of("--port", List.of("x")),
                false,
                file("limits: {sesions: 1}\n"),
                Map.of("AGENT_SERVER_PROT", "1"));
        ConfigurationReader.read(input, findings);

        assertThat(faults()).hasSize(3);
        assertThat(faults().get(0)).isEqualTo("flag --port: server.port: x (expected: an integer from 0 to 65535)");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        ConfigurationReader.read(CommandInput.ofFile(folder.resolve("none.yaml")), findings);

        assertThat(faults()).containsExactly(folder.resolve("none.yaml") + ": no such file (expected: a file to read)");
    }

    @Test
    void localListensOnLoopbackOnlyWhateverTheOthersSay() { // contract 6.6
        CommandInput input = CommandInput.ofEnvironment(Map.of("AGENT_SERVER_HOST", "0.0.0.0"))
                .withLocal();
        Settings settings = ConfigurationReader.read(input, findings);

        assertThat(settings.get(ConfigKeys.HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.origin(ConfigKeys.HOST)).isEqualTo("flag --local");
    }

    @Test
    void localLeavesALoopbackHostAndRefusesAnother() {
        CommandInput local = CommandInput.ofEnvironment(Map.of()).withLocal();

        assertThat(ConfigurationReader.read(local.withFlag("--host", "::1"), findings)
                        .get(ConfigKeys.HOST))
                .isEqualTo("::1");
        assertThat(faults()).isEmpty();
        ConfigurationReader.read(local.withFlag("--host", "0.0.0.0"), findings);
        assertThat(faults())
                .containsExactly(
                        "flag --local: contradicts --host 0.0.0.0 (expected: one of them, or a loopback address)");
    }

    @Test
    void anUnknownLogLevelInAFlagIsInfoWithAWarningButAFaultInTheFile() throws IOException { // contract 6.6
        CommandInput flag = CommandInput.ofEnvironment(Map.of()).withFlag("--log-level", "loud");

        assertThat(ConfigurationReader.read(flag, findings).get(ConfigKeys.LOG_LEVEL))
                .isEqualTo(LogLevel.INFO);
        assertThat(findings.warnings()).singleElement().asString().startsWith("flag --log-level: ");
        assertThat(faults()).isEmpty();
        ConfigurationReader.read(CommandInput.ofFile(file("logging: {level: loud}\n")), findings);
        assertThat(faults()).hasSize(1);
    }

    @Test
    void aCertificateNeedsItsKey() throws IOException {
        Path file = file("server:\n  tls:\n    certificate: c.pem\n");
        ConfigurationReader.read(CommandInput.ofFile(file), findings);

        assertThat(faults())
                .containsExactly(
                        file + ":3: server.tls.certificate: given without server.tls.key (expected: both or none)");
    }

    @Test
    void theHalvesOfTlsMayComeFromDifferentSources() throws IOException {
        CommandInput input =
                CommandInput.ofFile(file("server: {tls: {key: k.pem}}\n")).withFlag("--tls-cert", "c.pem");

        assertThat(ConfigurationReader.read(input, findings)
                        .toConfig(Map.of())
                        .server()
                        .tls())
                .isNotNull();
        assertThat(faults()).isEmpty();
    }

    @Test
    void inflightBytesMustHoldOneMessage() throws IOException {
        Path file = file("limits:\n  message-bytes: 536870912\n");
        ConfigurationReader.read(CommandInput.ofFile(file), findings);

        assertThat(faults())
                .containsExactly(file + ":2: limits.inflight-bytes: 268435456 (expected: at least limits.message-bytes,"
                        + " 536870912)");
    }

    @Test
    void thePlaybookEngineNeedsItsRules() throws IOException {
        Path file = file("sessions: {engine: playbook}\n");
        ConfigurationReader.read(CommandInput.ofFile(file), findings);

        assertThat(faults())
                .containsExactly(
                        file + ":1: sessions.engine: playbook without sessions.playbooks (expected: the file of the"
                                + " rules beside it)");
    }

    @Test
    void rulesWithoutTheirEngineAreOdd() throws IOException {
        ConfigurationReader.read(CommandInput.ofFile(file("sessions: {playbooks: p.yaml}\n")), findings);

        assertThat(faults()).isEmpty();
        assertThat(findings.warnings()).singleElement().asString().contains("sessions.playbooks is not used");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }

    private List<String> faults() {
        return TestFindings.faults(findings);
    }
}
