package io.agentserver.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AgentServerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Host is answered (decisions, "Host and Origin"). */
class HostRuleTest {

    private static final AgentServerConfig.Server SERVER =
            AgentServerConfig.defaults().server();

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:5000",
                "localhost.",
                "a.localhost:80",
                "127.0.0.1",
                "127.0.0.1:5000",
                "127.9.8.7",
                "[::1]",
                "[::1]:5000",
                "[::ffff:127.0.0.1]:5000"
            })
    void boundToLoopbackGoesByLoopbackNames(String host) {
        assertThat(HostRule.bound(SERVER).allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example", "evil.example:5000", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
                "10.0.0.1", "[2001:db8::1]:5000", "[::1", "a:b:c", "0.0.0.0"
            })
    void boundToLoopbackGoesByNoOtherName(String host) {
        assertThat(HostRule.bound(SERVER).allows(host)).isFalse();
    }

    @Test
    void goesByTheNameItWasBoundBy() {
        HostRule rule = HostRule.bound(SERVER.withHost("hub.localhost"));

        assertThat(rule.allows("hub.localhost:5000")).isTrue();
        assertThat(rule.allows("evil.example")).isFalse();
    }

    @Test
    void boundToLoopbackAlsoGoesByListedNames() {
        HostRule rule = HostRule.bound(SERVER.withAllowedHosts(List.of("hub.example")));

        assertThat(rule.allows("HUB.example:443")).isTrue();
        assertThat(rule.allows("localhost")).isTrue();
        assertThat(rule.allows("evil.example")).isFalse();
    }

    @Test
    void boundElsewhereGoesByAnyNameUnlessSomeAreListed() {
        AgentServerConfig.Server everywhere = SERVER.withHost("0.0.0.0");

        assertThat(HostRule.bound(everywhere).allows("hub.example")).isTrue();
        HostRule listed = HostRule.bound(everywhere.withAllowedHosts(List.of("hub.example")));
        assertThat(listed.allows("hub.example")).isTrue();
        assertThat(listed.allows("localhost:5000")).isTrue();
        assertThat(listed.allows("other.example")).isFalse();
    }
}
