package io.agentserver.server.cli;

import static io.agentserver.server.cli.ConfigKeys.*;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.AgentServerConfig.Connections;
import io.agentserver.server.AgentServerConfig.Limits;
import io.agentserver.server.AgentServerConfig.Server;
import io.agentserver.server.AgentServerConfig.Sessions;
import io.agentserver.server.AgentServerConfig.Tls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of every key and where it comes from. Immutable. */
final class Settings {

    static final String DEFAULT = "default";

    private final Map<ConfigKey<?>, Setting<?>> given;

    private Settings(Map<ConfigKey<?>, Setting<?>> given) {
        this.given = given;
    }

    /** Lays settings over one another: a later layer goes before an earlier one. */
    static Settings of(List<List<Setting<?>>> layers) {
        Map<ConfigKey<?>, Setting<?>> given = new LinkedHashMap<>();
        layers.forEach(layer -> layer.forEach(setting -> given.put(setting.key(), setting)));
        return new Settings(given);
    }

    /** The value of a key; null when it is not set and has no default. */
    @SuppressWarnings("unchecked")
    <T> @Nullable T find(ConfigKey<T> key) {
        Setting<?> setting = given.get(key);
        return setting == null ? key.defaultValue() : (T) setting.value();
    }

    /** The value of a key that has a default. */
    <T> T get(ConfigKey<T> key) {
        return Objects.requireNonNull(find(key), key.path());
    }

    /** Where the value of a key comes from. */
    String origin(ConfigKey<?> key) {
        Setting<?> setting = given.get(key);
        return setting == null ? DEFAULT : setting.origin();
    }

    /** Whether the key was given anywhere. */
    boolean isGiven(ConfigKey<?> key) {
        return given.containsKey(key);
    }

    /** What the library is told; the devices are those of the file, which is read apart. */
    AgentServerConfig toConfig(Map<String, Map<String, Object>> devices) {
        return new AgentServerConfig(get(NAME), find(PLATFORM), devices, server(), limits(), connections(), sessions());
    }

    private Server server() {
        Path certificate = find(TLS_CERTIFICATE);
        Path key = find(TLS_KEY);
        return new Server(
                get(HOST),
                get(PORT),
                get(AUTH_MODE),
                get(API_KEYS),
                certificate == null || key == null ? null : new Tls(certificate, key),
                get(ALLOWED_HOSTS),
                get(ALLOWED_ORIGINS),
                get(DRAIN_TIMEOUT));
    }

    private Limits limits() {
        return new Limits(
                get(LIMIT_CONNECTIONS),
                get(LIMIT_MESSAGE_BYTES),
                get(LIMIT_OUTBOX_BYTES),
                get(LIMIT_INFLIGHT_BYTES),
                get(LIMIT_SESSIONS),
                get(LIMIT_SESSIONS_PER_DEVICE),
                get(LIMIT_BODY_BYTES),
                get(LIMIT_ONLINE_CLIENTS_IN_HEALTH));
    }

    private Connections connections() {
        return new Connections(get(REGISTRATION_TIMEOUT), get(PING_INTERVAL), get(PONG_TIMEOUT));
    }

    private Sessions sessions() {
        return new Sessions(
                get(SESSION_TIMEOUT),
                get(COMMAND_TIMEOUT),
                get(DISPATCH_TIMEOUT),
                get(RESULT_TTL),
                get(RESULTS),
                get(RESULTS_BYTES));
    }
}
