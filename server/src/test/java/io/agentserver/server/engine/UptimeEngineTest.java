package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The example of {@code docs/engines.md} compiles and works. */
class UptimeEngineTest {

    // The example: the same lines stand in docs/engines.md.
    static final class UptimeEngine implements SessionEngine {
        @Override
        public Mono<SessionOutcome> run(SessionContext session) {
            Command uptime = Command.action("execute_command", RawJson.of("{\"command\":\"uptime\"}"));
            return session.execute(List.of(uptime))
                    .map(round -> SessionOutcome.ofRounds(session.request(), List.of(round)));
        }
    }

    @Test
    void completesWithWhatTheDeviceSays() {
        FakeSession session = FakeSession.succeeding("how busy is it?", "\"load 0.1\"");

        StepVerifier.create(new UptimeEngine().run(session))
                .expectNext(SessionOutcome.completed(
                        RawJson.of("[{\"request\":\"how busy is it?\",\"result\":\"load 0.1\"}]")))
                .verifyComplete();
    }

    @Test
    void standsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "engines.md"));
        String example = page.substring(page.indexOf("```java\n") + 8);
        example = example.substring(0, example.indexOf("```"));
        String source =
                Files.readString(Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));

        assertThat(source.replaceAll("\\s+", " "))
                .contains("static " + example.replaceAll("\\s+", " ").strip());
    }
}
