package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpResponseReaderTest {

    private static final String FIXED =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-LENGTH:  5\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nhel\r\n2;name=value\r\nlo\r\n0\r\nTrailer: x\r\n\r\n";

    private final HttpResponseReader reader = new HttpResponseReader();

    private HttpResponseReader.Outcome read(String text) {
        return reader.read(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String body() {
        return new String(reader.body(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {FIXED, CHUNKED, "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + FIXED})
    void readsAResponseHoweverItIsCut(String response) {
        for (int cut = 0; cut <= response.length(); cut++) {
            reader.begin(true, false);
            ByteBuf in = Unpooled.buffer();
            in.writeCharSequence(response.substring(0, cut), StandardCharsets.ISO_8859_1);
            HttpResponseReader.Outcome first = reader.read(in);
            assertThat(first == HttpResponseReader.Outcome.COMPLETE).isEqualTo(cut == response.length());
            in.writeCharSequence(response.substring(cut), StandardCharsets.ISO_8859_1);
            if (cut < response.length()) {
                assertThat(reader.read(in)).isEqualTo(HttpResponseReader.Outcome.COMPLETE);
            }
            assertThat(body()).isEqualTo("hello");
            assertThat(reader.status()).isBetween(200, 201);
            assertThat(reader.keepAlive()).isTrue();
            assertThat(in.isReadable()).isFalse();
        }
    }

    @Test
    void skipsABodyThatNobodyWants() {
        reader.begin(false, false);

        assertThat(read(FIXED)).isEqualTo(HttpResponseReader.Outcome.COMPLETE);
        assertThat(reader.body()).isEmpty();
    }

    @Test
    void leavesTheNextResponseUnread() {
        reader.begin(true, false);
        ByteBuf in = Unpooled.copiedBuffer(FIXED + FIXED, StandardCharsets.ISO_8859_1);

        assertThat(reader.read(in)).isEqualTo(HttpResponseReader.Outcome.COMPLETE);
        assertThat(in.readableBytes()).isEqualTo(FIXED.length());
    }

    @Test
    void aResponseWithoutLengthEndsWithItsConnection() {
        reader.begin(true, false);

        assertThat(read("HTTP/1.1 200 OK\r\n\r\nall of it")).isEqualTo(HttpResponseReader.Outcome.MORE);
        assertThat(reader.endsWithConnection()).isTrue();
        assertThat(reader.keepAlive()).isFalse();
        assertThat(body()).isEqualTo("all of it");
    }

    @Test
    void noBodyFollowsHeadNorNotModified() {
        reader.begin(false, true);
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")).isEqualTo(HttpResponseReader.Outcome.COMPLETE);
        reader.begin(false, false);
        assertThat(read("HTTP/1.1 304 Not Modified\r\n\r\n")).isEqualTo(HttpResponseReader.Outcome.COMPLETE);
    }

    @Test
    void knowsWhetherTheConnectionStays() {
        reader.begin(false, false);
        read("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assertThat(reader.keepAlive()).isFalse();
        reader.begin(false, false);
        read("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n");
        assertThat(reader.keepAlive()).isTrue();
        reader.begin(false, false);
        read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(reader.keepAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2 Debian\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void refusesWhatIsNoHttp(String text) {
        reader.begin(false, false);

        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
