package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AuthMode;
import io.agentserver.server.security.Access;
import io.agentserver.server.security.ApiKeys;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a key may stand (contract 4.1). */
class CredentialsTest {

    private final Credentials credentials =
            new Credentials(AuthMode.OPEN_READ, new ApiKeys(List.of("K", "schlüssel", "a b&c")));

    @Test
    void takesEitherHeader() {
        assertThat(suffices("X-API-Key", "K")).isTrue();
        assertThat(suffices("x-api-key", "a b&c")).isTrue();
        assertThat(suffices("Authorization", "Bearer K")).isTrue();
        assertThat(suffices("Authorization", "bearer  K")).isTrue();
    }

    @Test
    void refusesOthers() {
        assertThat(suffices("X-API-Key", "k")).isFalse();
        assertThat(suffices("X-API-Key", "")).isFalse();
        assertThat(suffices("Authorization", "K")).isFalse();
        assertThat(suffices("Authorization", "Basic K")).isFalse();
        assertThat(suffices("Other", "K")).isFalse();
    }

    @Test
    void oneRightKeyIsEnough() {
        HttpHeaders headers = new DefaultHttpHeaders().set("X-API-Key", "wrong").set("Authorization", "Bearer K");

        assertThat(credentials.suffice(Access.KEY, headers)).isTrue();
    }

    @Test
    void takesTheBytesOfAHeaderAsUtf8() {
        String asNettyReadsIt = new String("schlüssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        HttpHeaders headers = unchecked().set("X-API-Key", asNettyReadsIt);

        assertThat(credentials.suffice(Access.KEY, headers)).isTrue();
    }

    @Test
    void takesATokenOnlyWhereTheQueryCounts() {
        HttpHeaders none = new DefaultHttpHeaders();

        assertThat(credentials.suffice(Access.KEY, none, "token=K")).isTrue();
        assertThat(credentials.suffice(Access.KEY, none, "x=1&token=schl%C3%BCssel"))
                .isTrue();
        assertThat(credentials.suffice(Access.KEY, none, "token=a+b%26c")).isTrue();
        assertThat(credentials.suffice(Access.KEY, none, "token=%C3%A9")).isFalse();
        assertThat(credentials.suffice(Access.KEY, none, "token=%")).isFalse();
        assertThat(credentials.suffice(Access.KEY, none, "token")).isFalse();
        assertThat(credentials.suffice(Access.KEY, none, "")).isFalse();
        assertThat(credentials.suffice(Access.KEY, none)).isFalse();
    }

    private boolean suffices(String name, String value) {
        return credentials.suffice(Access.KEY, unchecked().set(name, value));
    }

    /** Headers as they may come off the wire. */
    private static HttpHeaders unchecked() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }
}
