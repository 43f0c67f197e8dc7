package io.agentserver.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private final ApiKeys keys = new ApiKeys(List.of("first", "schlüssel", "x".repeat(5_000)));

    @Test
    void acceptsEveryKeyInForce() {
        assertThat(accepts("first")).isTrue();
        assertThat(accepts("schlüssel")).isTrue();
        assertThat(accepts("x".repeat(5_000))).isTrue();
    }

    @Test
    void refusesWhateverIsNoKey() {
        assertThat(accepts("")).isFalse();
        assertThat(accepts("firs")).isFalse();
        assertThat(accepts("First")).isFalse();
        assertThat(accepts("first ")).isFalse();
        assertThat(keys.accepts("schlüssel".getBytes(StandardCharsets.ISO_8859_1)))
                .isFalse();
    }

    @Test
    void acceptsNothingWithoutKeys() {
        assertThat(new ApiKeys(List.of()).accepts(new byte[0])).isFalse();
    }

    private boolean accepts(String key) {
        return keys.accepts(key.getBytes(StandardCharsets.UTF_8));
    }
}
