package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/api/health, /api/health, ''",
        "/api/clients?type=device, /api/clients, type=device",
        "/api/clients?, /api/clients, ''",
        "/a?b?c, /a, b?c",
        "/a#f?b, /a, ''",
        "/a?b#f, /a, b",
        "http://host:80/api/health?x=1, /api/health, x=1",
        "http://host, http://host, ''",
        "/ws?next=http://host/x, /ws, next=http://host/x",
        "*, *, ''",
    })
    void splitsPathAndQuery(String uri, String path, String query) {
        assertThat(RequestTarget.of(uri)).isEqualTo(new RequestTarget(path, query));
    }
}
