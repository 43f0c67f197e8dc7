package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.security.Access;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final Endpoint ANY = call -> Refusal.NOT_FOUND.reply();

    private final Routes routes = new Routes(List.of(
            Route.get("/api/clients", Access.READ, ANY),
            Route.getAndDelete("/api/clients/{client_id}", Access.KEY, ANY, ANY),
            Route.post("/api/dispatch", Access.KEY, ANY)));

    @Test
    void findsAPathAndItsParameter() {
        assertThat(routes.find("/api/clients")).returns("", Routes.Match::parameter);
        assertThat(routes.find("/api/clients/a%2Fb")).returns("a%2Fb", Routes.Match::parameter);
        assertThat(routes.find("/api/clients/x").route().template()).isEqualTo("/api/clients/{client_id}");
    }

    @Test
    void findsNothingElse() {
        assertThat(routes.find("/api/clients/")).isNull();
        assertThat(routes.find("/api/clients/a/b")).isNull();
        assertThat(routes.find("/api/client")).isNull();
        assertThat(routes.find("/api")).isNull();
        assertThat(routes.find("/")).isNull();
        assertThat(routes.find("")).isNull();
        assertThat(routes.find("*")).isNull();
    }

    @Test
    void knowsThePathWithoutItsSlash() {
        assertThat(routes.withoutSlash("/api/clients/")).isEqualTo("/api/clients");
        assertThat(routes.withoutSlash("/api/clients/x/")).isEqualTo("/api/clients/x");
        assertThat(routes.withoutSlash("/api/clients//")).isNull();
        assertThat(routes.withoutSlash("/nope/")).isNull();
        assertThat(routes.withoutSlash("/")).isNull();
    }

    @Test
    void answersHeadAsGetAndSaysWhatIsAllowed() {
        Route client = routes.find("/api/clients/x").route();

        assertThat(client.endpoint(HttpMethod.HEAD)).isSameAs(ANY);
        assertThat(client.endpoint(HttpMethod.POST)).isNull();
        assertThat(client.allow()).isEqualTo("DELETE, GET, HEAD");
        assertThat(routes.find("/api/dispatch").route().endpoint(HttpMethod.HEAD))
                .isNull();
        assertThat(routes.find("/api/dispatch").route().allow()).isEqualTo("POST");
    }
}
