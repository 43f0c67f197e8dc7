package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectTest {

    private static final Path HUB = Path.of("/hub.jar");
    private static final String OWN = "/bench.jar";
    private static final Target TARGET = new Target(5_000, "key");

    @Test
    void putsItsOwnFlagsAfterThoseOfAllAndItsArgumentsLast() {
        Subject subject = Subject.parse("hub -XX:+UseSerialGC -- --log-level WARNING", List.of("-Xmx1g"));

        assertThat(subject.command(HUB, OWN, TARGET)).element(0).asString().endsWith("java");
        assertThat(subject.command(HUB, OWN, TARGET))
                .containsSubsequence("-Xmx1g", "-XX:+UseSerialGC", "-jar", "/hub.jar", "serve")
                .containsSubsequence("--api-key", "key", "--port", "5000", "--log-level", "WARNING");
    }

    @Test
    void takesAJarForAnotherBuildOfTheHub() {
        Subject subject = Subject.parse("/other/hub.jar", List.of());

        assertThat(subject.kind()).isEqualTo(Subject.Kind.HUB);
        assertThat(subject.command(HUB, OWN, TARGET)).contains("/other/hub.jar").doesNotContain("/hub.jar");
    }

    @Test
    void startsABareServerFromItsOwnJar() {
        Subject subject = Subject.parse("netty", List.of());

        assertThat(subject.command(HUB, OWN, TARGET))
                .containsSubsequence("-cp", "/bench.jar", RawNettyServer.class.getName(), "--port", "5000");
    }

    @Test
    void refusesAServerItDoesNotKnow() {
        assertThatThrownBy(() -> Subject.parse("tomcat", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tomcat")
                .hasMessageContaining("expected: hub, reactor, netty");
    }
}
