package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSourceTest {

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    @Test
    void readsTheVariableAfterThePathAndTheOneAfterTheFlag() {
        Settings settings = read(Map.of(
                "AGENT_SERVER_LIMITS_CONNECTIONS", "5000",
                "AGENT_SERVER_HOST", "0.0.0.0",
                "AGENT_SERVER_SERVER_DRAIN_TIMEOUT", "5s",
                "AGENT_SERVER_TLS_CERT", "c.pem",
                "PATH", "/bin"));

        assertThat(settings.get(ConfigKeys.LIMIT_CONNECTIONS)).isEqualTo(5000);
        assertThat(settings.origin(ConfigKeys.LIMIT_CONNECTIONS))
                .isEqualTo("environment AGENT_SERVER_LIMITS_CONNECTIONS");
        assertThat(settings.get(ConfigKeys.HOST)).isEqualTo("0.0.0.0");
        assertThat(settings.origin(ConfigKeys.HOST)).isEqualTo("environment AGENT_SERVER_HOST");
        assertThat(settings.get(ConfigKeys.DRAIN_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.get(ConfigKeys.TLS_CERTIFICATE)).isEqualTo(Path.of("c.pem"));
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AGENT_SERVER_PROT, AGENT_SERVER_PORT",
        "AGENT_SERVER_API_KEYS, AGENT_SERVER_API_KEY",
        "AGENT_SERVER_LIMITS_CONECTIONS, AGENT_SERVER_LIMITS_CONNECTIONS",
        "AGENT_SERVER_CONFIGURATION, AGENT_SERVER_CONFIG",
        "AGENT_SERVER_HOST_FILE, AGENT_SERVER_API_KEY_FILE"
    })
    void refusesAnUnknownVariableAndNamesTheNearest(String name, String nearest) {
        read(Map.of(name, "x"));

        assertThat(faults())
                .containsExactly("environment " + name + ": unknown variable (nearest known: " + nearest + ")");
    }

    @Test
    void refusesAValueTheKeyDoesNotTake() {
        read(Map.of("AGENT_SERVER_PORT", "http"));

        assertThat(faults())
                .containsExactly(
                        "environment AGENT_SERVER_PORT: server.port: http (expected: an integer from 0 to 65535)");
    }

    @Test
    void refusesTwoVariablesForOneKey() {
        read(Map.of("AGENT_SERVER_HOST", "a", "AGENT_SERVER_SERVER_HOST", "a"));

        assertThat(faults())
                .containsExactly(
                        "environment AGENT_SERVER_HOST and AGENT_SERVER_SERVER_HOST: set the same (expected: one of"
                                + " them)");
    }

    @Test
    void ignoresEmptyVariables() {
        assertThat(read(Map.of("AGENT_SERVER_PORT", "", "AGENT_SERVER_TYPO", "", "LOG_LEVEL", ""))
                        .origin(ConfigKeys.PORT))
                .isEqualTo("default");
        assertThat(faults()).isEmpty();
    }

    @Test
    void separatesListsWithCommas() {
        Settings settings = read(Map.of(
                "AGENT_SERVER_SERVER_ALLOWED_HOSTS", "a.example, b.example",
                "AGENT_SERVER_SERVER_AUTH_API_KEYS", "one,two"));

        assertThat(settings.get(ConfigKeys.ALLOWED_HOSTS)).containsExactly("a.example", "b.example");
        assertThat(settings.get(ConfigKeys.API_KEYS)).containsExactly("one", "two");
    }

    @Test
    void aSingleKeyMayHoldAComma() {
        assertThat(read(Map.of("AGENT_SERVER_API_KEY", "one,two")).get(ConfigKeys.API_KEYS))
                .containsExactly("one,two");
    }

    @Test
    void readsSecretsFromFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("key.txt"), "  old,key \r\n\nnew\n");

        Settings settings = read(Map.of("AGENT_SERVER_API_KEY_FILE", file.toString()));

        assertThat(settings.get(ConfigKeys.API_KEYS)).containsExactly("old,key", "new");
        assertThat(settings.origin(ConfigKeys.API_KEYS)).isEqualTo("environment AGENT_SERVER_API_KEY_FILE");
        assertThat(read(Map.of("AGENT_SERVER_SERVER_AUTH_API_KEYS_FILE", file.toString()))
                        .get(ConfigKeys.API_KEYS))
                .hasSize(2);
        assertThat(faults()).isEmpty();
    }

    @Test
    void saysWhyASecretCannotBeRead() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        read(Map.of("AGENT_SERVER_API_KEY_FILE", empty.toString()));
        read(Map.of("AGENT_SERVER_API_KEY_FILE", folder.resolve("none").toString()));

        assertThat(faults())
                .containsExactly(
                        "environment AGENT_SERVER_API_KEY_FILE: " + empty + ": is empty (expected: one key a line)",
                        "environment AGENT_SERVER_API_KEY_FILE: " + folder.resolve("none")
                                + ": no such file (expected: a file to read)");
    }

    @Test
    void aSecretIsGivenDirectlyOrInAFileButNotBoth() {
        read(Map.of("AGENT_SERVER_API_KEY", "k", "AGENT_SERVER_API_KEY_FILE", "f"));

        assertThat(faults()).singleElement().asString().contains("AGENT_SERVER_API_KEY and AGENT_SERVER_API_KEY_FILE");
    }

    @Test
    void logLevelIsReadUnlessTheOwnVariableIsSet() {
        assertThat(read(Map.of("LOG_LEVEL", "debug")).get(ConfigKeys.LOG_LEVEL)).isEqualTo(LogLevel.DEBUG);
        Settings both = read(Map.of("LOG_LEVEL", "debug", "AGENT_SERVER_LOG_LEVEL", "error"));
        assertThat(both.get(ConfigKeys.LOG_LEVEL)).isEqualTo(LogLevel.ERROR);
        assertThat(faults()).isEmpty();
    }

    @Test
    void anUnknownLogLevelIsInfoWithAWarning() { // contract 6.6
        assertThat(read(Map.of("LOG_LEVEL", "verbose")).get(ConfigKeys.LOG_LEVEL))
                .isEqualTo(LogLevel.INFO);
        assertThat(findings.warnings())
                .containsExactly(
                        "environment LOG_LEVEL: logging.level: verbose (expected: one of DEBUG, INFO, WARNING, ERROR,"
                                + " CRITICAL, OFF), taken as INFO");
        assertThat(faults()).isEmpty();
    }

    @Test
    void ignoresWhatKubernetesSetsForAServiceOfThatName() {
        Settings settings = read(Map.of(
                "AGENT_SERVER_SERVICE_HOST", "10.0.0.1",
                "AGENT_SERVER_SERVICE_PORT", "5000",
                "AGENT_SERVER_SERVICE_PORT_HTTP", "5000",
                "AGENT_SERVER_PORT", "tcp://10.0.0.1:5000",
                "AGENT_SERVER_PORT_5000_TCP", "tcp://10.0.0.1:5000",
                "AGENT_SERVER_PORT_5000_TCP_PROTO", "tcp",
                "AGENT_SERVER_PORT_5000_TCP_ADDR", "10.0.0.1",
                "AGENT_SERVER_METRICS_PORT", "tcp://10.0.0.2:5000",
                "AGENT_SERVER_METRICS_SERVICE_HOST", "10.0.0.2"));

        assertThat(settings.get(ConfigKeys.PORT)).isEqualTo(5000);
        assertThat(faults()).isEmpty();
    }

    private Settings read(Map<String, String> environment) {
        return Settings.of(List.of(EnvironmentSource.read(environment, findings)));
    }

    private List<String> faults() {
        return TestFindings.faults(findings);
    }
}
