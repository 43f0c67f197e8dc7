package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AuthMode;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.security.ApiKeys;
import io.agentserver.server.security.OriginRule;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.2 and cases 1 to 3. */
class UpgradeEndpointTest {

    private final Phase phase = new Phase();
    private final UpgradeEndpoint endpoint = new UpgradeEndpoint(
            new Credentials(AuthMode.OPEN_READ, new ApiKeys(List.of("K"))), new OriginRule(List.of()), phase);

    @Test
    void letsTheRealClientsIn() {
        assertThat(answer(handshake(), "token=K")).isInstanceOf(Answer.Upgrade.class);
    }

    @Test
    void takesTheKeyFromAHeaderToo() {
        assertThat(answer(handshake().set("X-API-Key", "K"), "")).isInstanceOf(Answer.Upgrade.class);
        assertThat(answer(handshake().set("Authorization", "Bearer K"), "")).isInstanceOf(Answer.Upgrade.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "token=", "token=wrong", "token=%C3%A9", "token=%", "key=K"})
    void answersAWrongKeyWith403AndNothingElse(String query) {
        Reply reply = Calls.now(answer(handshake(), query));

        assertThat(reply.status().code()).isEqualTo(403);
        assertThat(reply.body().isEmpty()).isTrue();
        assertThat(reply.rejection()).isEqualTo(Rejection.UNAUTHORIZED);
    }

    @Test
    void saysThatAnUpgradeIsRequired() {
        Reply reply = Calls.now(answer(new DefaultHttpHeaders(), "token=K"));

        assertThat(reply.status().code()).isEqualTo(426);
        assertThat(reply.headers()).containsValues("websocket", "upgrade");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Key, ''",
        "Sec-WebSocket-Version, 8",
        "Sec-WebSocket-Version, ''",
        "Connection, close",
        "Content-Length, 5",
        "Transfer-Encoding, chunked",
    })
    void refusesAHandshakeThatIsNone(String header, String value) {
        assertThat(Calls.status(answer(handshake().set(header, value), "token=K")))
                .isEqualTo(400);
        if (value.isEmpty()) {
            assertThat(Calls.status(answer(handshake().remove(header), "token=K")))
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        HttpHeaders own = handshake().set("Host", "localhost:5000").set("Origin", "http://localhost:5000");
        HttpHeaders other = handshake().set("Host", "localhost:5000").set("Origin", "http://evil.example");

        assertThat(answer(own, "token=K")).isInstanceOf(Answer.Upgrade.class);
        assertThat(Calls.status(answer(other, "token=K"))).isEqualTo(403);
    }

    @Test
    void letsNobodyInWhileTheServerDrains() {
        phase.drain();

        assertThat(Calls.now(answer(handshake(), "token=K"))).isEqualTo(Refusal.DRAINING.reply());
    }

    private Answer answer(HttpHeaders headers, String query) {
        return endpoint.answer(Calls.upgrade(headers, query));
    }

    private static HttpHeaders handshake() {
        return new DefaultHttpHeaders()
                .set("Host", "localhost:5000")
                .set("Upgrade", "websocket")
                .set("Connection", "keep-alive, Upgrade")
                .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .set("Sec-WebSocket-Version", "13");
    }
}
