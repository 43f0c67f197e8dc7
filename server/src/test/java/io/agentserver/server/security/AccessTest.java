package io.agentserver.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.AuthMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of what is open (contract 4.1). */
class AccessTest {

    @ParameterizedTest
    @CsvSource({
        "OPEN, OPEN_READ, false", "OPEN, STRICT, false", "OPEN, NONE, false",
        "READ, OPEN_READ, false", "READ, STRICT, true", "READ, NONE, false",
        "KEY, OPEN_READ, true", "KEY, STRICT, true", "KEY, NONE, false",
    })
    void needsAKeyAsTheModeSays(Access access, AuthMode mode, boolean needed) {
        assertThat(access.needsKey(mode)).isEqualTo(needed);
    }
}
