package io.agentserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** README shows code that compiles. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "mounted"})
    void showsTheCodeOfTheExample(String name) throws IOException {
        String source =
                Files.readString(ROOT.resolve("server/src/test/java/io/agentserver/server/EmbeddingExample.java"));
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme).contains(example(source, name));
    }

    private static String example(String source, String name) {
        List<String> lines = source.lines()
                .dropWhile(line -> !line.strip().equals("// README: " + name))
                .skip(1)
                .takeWhile(line -> !line.strip().equals("// README: end"))
                .toList();
        assertThat(lines).isNotEmpty();
        int indent = lines.get(0).length() - lines.get(0).stripLeading().length();
        return lines.stream().map(line -> line.substring(indent)).collect(Collectors.joining("\n"));
    }
}
