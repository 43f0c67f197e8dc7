package io.agentserver.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pages may change something (decisions, "Host and Origin"). */
class OriginRuleTest {

    private final OriginRule rule = new OriginRule(List.of("https://Desk.example/", "http://other.example:8080"));

    @Test
    void programsSendNone() {
        assertThat(rule.allows(null, "localhost:5000")).isTrue();
        assertThat(rule.allows(null, null)).isTrue();
    }

    @Test
    void ownPagesMay() {
        assertThat(rule.allows("http://localhost:5000", "localhost:5000")).isTrue();
        assertThat(rule.allows("http://LOCALHOST:5000", "localhost:5000")).isTrue();
        assertThat(rule.allows("https://hub.example", "hub.example")).isTrue();
    }

    @Test
    void listedPagesMay() {
        assertThat(rule.allows("https://desk.example", "localhost:5000")).isTrue();
        assertThat(rule.allows("http://other.example:8080", null)).isTrue();
    }

    @Test
    void othersMayNot() {
        assertThat(rule.allows("http://evil.example", "localhost:5000")).isFalse();
        assertThat(rule.allows("http://localhost:5001", "localhost:5000")).isFalse();
        assertThat(rule.allows("http://other.example", "localhost:5000")).isFalse();
        assertThat(rule.allows("null", "localhost:5000")).isFalse();
        assertThat(rule.allows("", "")).isFalse();
        assertThat(rule.allows("http://evil.example", null)).isFalse();
        assertThat(rule.allows("ftp://localhost:5000", "localhost:5000")).isFalse();
    }
}
