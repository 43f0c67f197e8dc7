package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:5000,       http://127.0.0.1:5000,     5000, /ws",
        "ws://127.0.0.1:5000/ws,      http://127.0.0.1:5000,     5000, /ws",
        "https://127.0.0.1/hub/,      https://127.0.0.1/hub,     443,  /hub/ws",
        "wss://127.0.0.1:9/hub/ws,    https://127.0.0.1:9/hub,   9,    /hub/ws",
        "http://[::1]:5000,           http://[::1]:5000,         5000, /ws"
    })
    void readsAddressesInAnyOfTheirForms(String url, String shown, int port, String path) {
        Target target = Target.of(url, null, false);

        assertThat(target.url()).isEqualTo(shown);
        assertThat(target.address().getPort()).isEqualTo(port);
        assertThat(target.webSocketPath()).isEqualTo(path);
    }

    @Test
    void putsTheKeyIntoTheWebSocketAndShowsItNowhere() {
        Target target = Target.of("http://127.0.0.1:5000", "s3cret/+", false);

        assertThat(target.webSocketPath()).isEqualTo("/ws?token=s3cret%2F%2B");
        assertThat(target.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:5000", "ftp://127.0.0.1", "http://", "http://a b", "no-such-host"})
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(() -> Target.of(url, null, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/ws?token=s3cret",
                "ftp://me:s3cret@host/ws",
                "http://me:s3c ret@host/?token=s3cret",
                "me:s3cret@host",
                "http://a b?\ns3cret"
            })
    void aFaultShowsNeitherAQueryNorAUser(String url) {
        assertThatThrownBy(() -> Target.of(url, null, false))
                .hasMessageNotContaining("s3c")
                .hasNoCause();
    }
}
