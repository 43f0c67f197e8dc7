package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "port, port, 0",
        "prot, port, 1",
        "por, port, 1",
        "ports, port, 1",
        "pxrt, port, 1",
        "ca, abc, 3",
        "kitten, sitting, 3"
    })
    void countsTheEditsBetweenTwoNames(String from, String to, int edits) {
        assertThat(NearestName.edits(from, to)).isEqualTo(edits);
        assertThat(NearestName.edits(to, from)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({
        "server.prot, server.port",
        "port, server.port",
        "limits.conections, limits.connections",
        "connections.pong-timout, connections.pong-timeout",
        "sessions.resultttl, sessions.result-ttl",
        "api-keys, server.auth.api-keys",
        "server.api-keys, server.auth.api-keys",
        "log.level, logging.level",
        "serve, server",
        "plattform, platform"
    })
    void namesTheKeyThatWasMeant(String written, String meant) {
        assertThat(ConfigKeys.nearest(written)).isEqualTo(meant);
    }

    @Test
    void choosesTheFirstInTheAlphabetAmongEquals() {
        assertThat(NearestName.of("x", List.of("b", "a", "c"), '.')).isEqualTo("a");
    }

    @Test
    void isNotSlowedByANameAsLongAsAFile() {
        assertThat(NearestName.of("x".repeat(1_000_000), List.of("b", "a"), '.'))
                .isEqualTo("a");
    }
}
