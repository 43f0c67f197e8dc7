package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.AgentServerConfig.Connections;
import io.agentserver.server.AgentServerConfig.Limits;
import io.agentserver.server.AgentServerConfig.Server;
import io.agentserver.server.AgentServerConfig.Sessions;
import io.agentserver.server.AgentServerConfig.Tls;
import io.agentserver.server.AuthMode;
import io.agentserver.server.cli.log.ConsoleForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigKeysTest {

    @TempDir
    private Path folder;

    @Test
    void pinsAllKeysAndTheirDefaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        ConfigKeys.ALL.forEach(key -> defaults.put(key.path(), String.valueOf(key.defaultValue())));

        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("name", "UFO Server");
        expected.put("platform", "null");
        expected.put("devices", "null");
        expected.put("server.host", "127.0.0.1");
        expected.put("server.port", "5000");
        expected.put("server.auth.mode", "OPEN_READ");
        expected.put("server.auth.api-keys", "[]");
        expected.put("server.tls.certificate", "null");
        expected.put("server.tls.key", "null");
        expected.put("server.allowed-hosts", "[]");
        expected.put("server.allowed-origins", "[]");
        expected.put("server.drain-timeout", "PT15S");
        expected.put("limits.connections", "0");
        expected.put("limits.message-bytes", "104857600");
        expected.put("limits.outbox-bytes", "1048576");
        expected.put("limits.inflight-bytes", "268435456");
        expected.put("limits.sessions", "10000");
        expected.put("limits.sessions-per-device", "16");
        expected.put("limits.body-bytes", "1048576");
        expected.put("limits.online-clients-in-health", "1000");
        expected.put("connections.registration-timeout", "PT30S");
        expected.put("connections.ping-interval", "PT20S");
        expected.put("connections.pong-timeout", "PT1M");
        expected.put("sessions.engine", "DELEGATE");
        expected.put("sessions.playbooks", "null");
        expected.put("sessions.timeout", "PT1H");
        expected.put("sessions.command-timeout", "PT5M");
        expected.put("sessions.dispatch-timeout", "PT30S");
        expected.put("sessions.result-ttl", "PT1H");
        expected.put("sessions.results", "100000");
        expected.put("sessions.results-bytes", "134217728");
        expected.put("logging.level", "INFO");
        expected.put("logging.directory", "logs");
        expected.put("logging.console", "PRETTY");
        assertThat(defaults).containsExactlyEntriesOf(expected);
    }

    @Test
    void withoutAnySettingTheLibrarysDefaultsAreTheCommandsToo() {
        assertThat(Settings.of(List.of()).toConfig(Map.of())).isEqualTo(AgentServerConfig.defaults());
    }

    @Test
    void mapsEveryKey() throws Exception {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, """
                name: Lab Hub
                platform: linux
                devices: d.yaml
                server:
                  host: 0.0.0.0
                  port: 5001
                  auth: {mode: strict, api-keys: [one, two]}
                  tls: {certificate: cert.pem, key: key.pem}
                  allowed-hosts: [hub.example]
                  allowed-origins: ['https://hub.example']
                  drain-timeout: 1s
                limits:
                  connections: 2
                  message-bytes: 3000
                  outbox-bytes: 4
                  inflight-bytes: 5000
                  sessions: 6
                  sessions-per-device: 7
                  body-bytes: 8
                  online-clients-in-health: 9
                connections: {registration-timeout: 10s, ping-interval: 11s, pong-timeout: 12s}
                sessions:
                  engine: playbook
                  playbooks: p.yaml
                  timeout: 13s
                  command-timeout: 14s
                  dispatch-timeout: 15s
                  result-ttl: 16s
                  results: 17
                  results-bytes: 18
                logging: {level: error, directory: l, console: plain}
                """);
        Findings findings = new Findings();
        Settings settings = ConfigurationReader.read(CommandInput.ofFile(file), findings);
        findings.throwIfFaulty();

        assertThat(ConfigKeys.ALL).allMatch(settings::isGiven);
        assertThat(settings.toConfig(Map.of("d", Map.of("tags", "t"))))
                .isEqualTo(new AgentServerConfig(
                        "Lab Hub",
                        "linux",
                        Map.of("d", Map.of("tags", "t")),
                        new Server(
                                "0.0.0.0",
                                5001,
                                AuthMode.STRICT,
                                List.of("one", "two"),
                                new Tls(folder.resolve("cert.pem"), folder.resolve("key.pem")),
                                List.of("hub.example"),
                                List.of("https://hub.example"),
                                Duration.ofSeconds(1)),
                        new Limits(2, 3_000, 4, 5_000, 6, 7, 8, 9),
                        new Connections(Duration.ofSeconds(10), Duration.ofSeconds(11), Duration.ofSeconds(12)),
                        new Sessions(
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(16),
                                17,
                                18)));
        assertThat(settings.get(ConfigKeys.DEVICES)).isEqualTo(folder.resolve("d.yaml"));
        assertThat(settings.get(ConfigKeys.ENGINE)).isEqualTo(EngineName.PLAYBOOK);
        assertThat(settings.get(ConfigKeys.PLAYBOOKS)).isEqualTo(folder.resolve("p.yaml"));
        assertThat(settings.get(ConfigKeys.LOG_LEVEL)).isEqualTo(LogLevel.ERROR);
        assertThat(settings.get(ConfigKeys.LOG_FOLDER)).isEqualTo(folder.resolve("l"));
        assertThat(settings.get(ConfigKeys.CONSOLE)).isEqualTo(ConsoleForm.PLAIN);
    }

    @Test
    void noTwoKeysShareAVariableOrAFlag() {
        assertThat(ConfigKeys.ALL.stream().flatMap(key -> key.environmentNames().stream()))
                .doesNotHaveDuplicates();
        assertThat(ConfigKeys.ALL.stream().map(ConfigKey::flag).filter(flag -> flag != null))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "server.port, 0, 65535",
        "limits.connections, 0, 2147483647",
        "limits.message-bytes, 1024, 1073741824",
        "limits.outbox-bytes, 1, 2147483647",
        "limits.inflight-bytes, 1, 9223372036854775807",
        "limits.sessions, 1, 2147483647",
        "limits.sessions-per-device, 1, 2147483647",
        "limits.body-bytes, 1, 2147483647",
        "limits.online-clients-in-health, 0, 2147483647",
        "sessions.results, 1, 2147483647",
        "sessions.results-bytes, 1, 9223372036854775807"
    })
    void takesNumbersFromTheLowestToTheHighestAndNoOthers(String path, String low, String high) {
        ValueType<?> type = ConfigKeys.at(path).type();

        assertThat(type.parse(List.of(low))).isPresent();
        assertThat(type.parse(List.of(high))).isPresent();
        assertThat(type.parse(List.of(next(low, -1)))).isEmpty();
        assertThat(type.parse(List.of(next(high, 1)))).isEmpty();
        assertThat(type.parse(List.of("1e3"))).isEmpty();
        assertThat(type.expected()).contains(low).contains(high);
    }

    @Test
    void theLibraryHasTheSameBounds() {
        AgentServerConfig config = AgentServerConfig.defaults();
        assertThatThrownBy(() -> config.withServer(s -> s.withPort(65_536))).hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> config.withServer(s -> s.withPort(-1))).hasMessageContaining("server.port");
        assertThatThrownBy(() -> config.limits().withMessageBytes(1_023)).hasMessageContaining("1024 to 1073741824");
        assertThatThrownBy(() -> config.limits().withConnections(-1)).hasMessageContaining("limits.connections");
        assertThatThrownBy(() -> config.sessions().withResults(0)).hasMessageContaining("sessions.results");
    }

    @Test
    void theLibraryLetsMessageAndInflightBytesChangeInEitherOrder() {
        AgentServerConfig config = AgentServerConfig.defaults()
                .withLimits(l -> l.withMessageBytes(536_870_912).withInflightBytes(1_073_741_824L));
        assertThat(config.limits().messageBytes()).isEqualTo(536_870_912);
        assertThatThrownBy(() -> config.withLimits(l -> l.withInflightBytes(1_000_000)))
                .hasMessage("limits.inflight-bytes: 1000000 (expected: at least limits.message-bytes, 536870912)");
    }

    private static String next(String number, int step) {
        return new java.math.BigInteger(number)
                .add(java.math.BigInteger.valueOf(step))
                .toString();
    }
}
