package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static Endpoint endpoint(String uri, String key) {
        return new Endpoint(URI.create(uri), key);
    }

    @Test
    void addsTheKeyAsTokenToTheQuery() {
        // Contract 1.2.
        assertThat(endpoint("ws://h:5000/ws", "a b&c=ü").upgradeUri())
                .hasToString("ws://h:5000/ws?token=a%20b%26c%3D%C3%BC");
        assertThat(endpoint("ws://h:5000/ws?x=%20", "k").upgradeUri()).hasToString("ws://h:5000/ws?x=%20&token=k");
        assertThat(endpoint("ws://h:5000/ws?token=k", null).upgradeUri()).hasToString("ws://h:5000/ws?token=k");
    }

    @Test
    void fillsInThePortOfTheScheme() {
        assertThat(endpoint("ws://h/ws", null).port()).isEqualTo(80);
        assertThat(endpoint("WSS://h/ws", null).port()).isEqualTo(443);
        assertThat(endpoint("WSS://h/ws", null).secure()).isTrue();
    }

    @Test
    void takesTheBracketsOffAnIpv6Address() {
        assertThat(endpoint("ws://[::1]:5000/ws", null).host()).isEqualTo("::1");
        assertThat(endpoint("ws://[::1]:5000/ws", null).upgradeUri()).hasToString("ws://[::1]:5000/ws");
    }

    @Test
    void textNeverShowsAKey() {
        assertThat(endpoint("ws://user:secret@h:5000/ws?token=secret", "secret"))
                .hasToString("ws://h:5000/ws");
    }

    @Test
    void refusesWhatIsNoWebSocketAddress() {
        assertThatThrownBy(() -> endpoint("http://h/ws?token=k", null))
                .hasMessage("uri: scheme http (expected: ws or wss, as in ws://localhost:5000/ws)");
        assertThatThrownBy(() -> endpoint("ws:///ws", null)).hasMessageContaining("uri: no host");
    }
}
