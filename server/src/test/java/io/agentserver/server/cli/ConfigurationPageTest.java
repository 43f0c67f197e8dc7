package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/configuration.md} true. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void listsEveryKeyAsTheTableOfKeysHasIt() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigurationPageTest::row).toList());
    }

    @Test
    void itsExamplesCanBeUsedAsTheyStand() throws IOException {
        List<String> examples = YAML_BLOCK
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```yaml\n".length(), block.length() - 3))
                .toList();
        Findings findings = new Findings();

        assertThat(examples).hasSize(2);
        ConfigurationReader.read(
                CommandInput.ofFile(Files.writeString(folder.resolve("config.yaml"), examples.get(0))), findings);
        assertThat(DevicesFile.read(Files.writeString(folder.resolve("devices.yaml"), examples.get(1)), findings))
                .containsKey("lab-pc-7");
        assertThat(TestFindings.faults(findings)).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }

    private static <T> String row(ConfigKey<T> key) {
        T value = key.defaultValue();
        return "| `" + key.path() + "` | " + key.type().name() + " | "
                + (value == null ? "not set" : "`" + key.type().print(value) + "`") + " | "
                + (key.flag() == null ? "" : "`" + key.flag() + "`") + " | " + key.description() + " |";
    }
}
