package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import io.agentserver.loadtest.scenarios.BuiltIn;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/loadtest.md shows is true. */
final class DocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "loadtest.md");

    @TempDir
    private Path folder;

    @Test
    void theExampleCompilesAndIsARun() throws IOException {
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Path source = folder.resolve("Nightly.java");
        Files.writeString(source, example.group(1));
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", folder.toString(), "-cp", classPath),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }

        Simulation.Definition run = new SimulationLoader(List.of(folder))
                .load("Nightly", Settings.DEFAULTS)
                .definition();
        assertThat(run.populations()).hasSize(2);
        assertThat(run.assertions()).hasSize(2);
        assertThat(run.fleetDevices()).isEqualTo(20);
    }

    @Test
    void everyScenarioIsExplained() throws IOException {
        String page = Files.readString(PAGE);

        for (BuiltIn scenario : BuiltIn.values()) {
            assertThat(page).contains("`" + scenario.id() + "`");
            assertThat(scenario.description()).isNotBlank();
        }
    }
}
