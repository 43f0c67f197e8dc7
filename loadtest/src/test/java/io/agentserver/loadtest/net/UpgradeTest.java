package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class UpgradeTest {

    /** The example of RFC 6455, section 1.3. */
    private final Upgrade upgrade =
            new Upgrade(Target.of("http://127.0.0.1:5000", null, false), "dGhlIHNhbXBsZSBub25jZQ==");

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @Test
    void agreesWithTheAnswerToItsKey() {
        assertThat(new String(upgrade.request(), StandardCharsets.US_ASCII))
                .startsWith("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:5000\r\n")
                .contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        assertThat(upgrade.refusal("HTTP/1.1 101 Switching Protocols\r\n"
                        + "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"))
                .isNull();
    }

    @Test
    void isRefusedByAnyOtherStatus() {
        assertThat(upgrade.refusal("HTTP/1.1 503 Service Unavailable\r\n\r\n")).isEqualTo("503");
    }

    @Test
    void knowsWhatIsNoAnswerToIt() {
        assertThatThrownBy(() -> upgrade.refusal("SSH-2.0-OpenSSH_9.2\r\n\r\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no HTTP");
        assertThatThrownBy(() -> upgrade.refusal("HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: another\r\n\r\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("somebody else's");
    }

    @Test
    void takesAWholeHeadAndLeavesWhatFollows() {
        ByteBuf in = bytes("HTTP/1.1 101 OK\r\n\r");
        assertThat(Upgrade.takeHead(in)).isNull();

        in.writeBytes(bytes("\nframe"));
        assertThat(Upgrade.takeHead(in)).isEqualTo("HTTP/1.1 101 OK\r\n\r\n");
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("frame");
    }

    @Test
    void givesUpOnAHeadWithoutAnEnd() {
        assertThatThrownBy(() -> Upgrade.takeHead(bytes("x".repeat(65_537))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without an end");
    }
}
