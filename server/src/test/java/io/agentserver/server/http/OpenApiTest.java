package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.AuthMode;
import io.agentserver.server.metrics.HubMetrics;
import io.agentserver.server.security.Access;
import io.agentserver.server.security.ApiKeys;
import io.agentserver.server.security.HostRule;
import io.agentserver.server.security.OriginRule;
import io.agentserver.server.testkit.HubKit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import reactor.core.scheduler.Schedulers;

/** {@code docs/openapi.yaml} describes the routes there are. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");

    private final List<Route> routes = routes();

    @Test
    void hasThePathsAndMethodsOfTheRoutes() {
        Map<String, Set<String>> served = new TreeMap<>();
        for (Route route : routes) {
            Set<String> methods = new TreeSet<>();
            route.endpoints()
                    .keySet()
                    .forEach(method -> methods.add(method.name().toLowerCase(Locale.ROOT)));
            served.put(route.template(), methods);
        }
        Map<String, Set<String>> described = new TreeMap<>();
        paths().forEach((path, item) -> {
            Set<String> methods = new TreeSet<>(item.keySet());
            methods.retainAll(METHODS);
            described.put(path, methods);
        });

        assertThat(described).isEqualTo(served);
    }

    @Test
    void saysWhichDoorsAreOpenInTheDefaultMode() {
        for (Route route : routes) {
            boolean webSocket = route.template().equals("/ws");
            paths().get(route.template()).forEach((method, operation) -> {
                if (METHODS.contains(method)) {
                    Object security = ((Map<?, ?>) operation).get("security");
                    boolean open = security instanceof List<?> list && list.isEmpty();
                    assertThat(open)
                            .as(method + " " + route.template())
                            .isEqualTo(!webSocket && !route.access().needsKey(AuthMode.OPEN_READ));
                }
            });
        }
    }

    @Test
    void opensWhatTheTableOfDecisionsOpens() {
        assertThat(routes)
                .filteredOn(route -> route.access() == Access.OPEN)
                .extracting(Route::template)
                .containsExactly("/api/health/live", "/api/health/ready", "/api/openapi.yaml", "/ws");
        assertThat(routes)
                .filteredOn(route -> route.access() == Access.READ)
                .extracting(Route::template)
                .containsExactly("/api/health", "/api/clients", "/api/events", "/api/statistics", "/metrics");
    }

    @Test
    void isHandedOutAsItIs() throws Exception {
        Endpoint endpoint = routes.stream()
                .filter(route -> route.template().equals("/api/openapi.yaml"))
                .findFirst()
                .orElseThrow()
                .endpoint(HttpMethod.GET);

        assertThat(Calls.text(endpoint.answer(Calls.get())))
                .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    }

    @Test
    void refersToNothingThatIsMissing() {
        String text = Calls.text(new OpenApiEndpoint().answer(Calls.get()));
        Map<String, Object> document = new Yaml().load(text);
        Matcher references = Pattern.compile("#/(components/[A-Za-z/]+)").matcher(text);

        assertThat(references.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(reference -> {
                    Object at = document;
                    for (String step : reference.split("/")) {
                        at = ((Map<?, ?>) at).get(step);
                        assertThat(at).as(reference).isNotNull();
                    }
                });
    }

    private static Map<String, Map<String, Object>> paths() {
        Map<String, Map<String, Map<String, Object>>> document =
                new Yaml().load(Calls.text(new OpenApiEndpoint().answer(Calls.get())));
        return document.get("paths");
    }

    private static List<Route> routes() {
        HubKit kit = new HubKit();
        AgentServerConfig config = AgentServerConfig.defaults();
        ApiKeys keys = new ApiKeys(List.of());
        HttpServices services = new HttpServices(
                config,
                keys,
                HostRule.bound(config.server()),
                kit.snapshots(),
                kit.journal(),
                kit.registry(),
                kit.hub(),
                kit.sessions(),
                kit.results(),
                response -> null,
                () -> false,
                () -> false,
                HubMetrics.in(new SimpleMeterRegistry(), kit.timing().nanoTime()),
                Schedulers.immediate(),
                kit.observer(),
                kit.timing(),
                "1.2.3");
        return ApiRoutes.of(
                services, new Credentials(AuthMode.OPEN_READ, keys), new OriginRule(List.of()), new Phase());
    }
}
