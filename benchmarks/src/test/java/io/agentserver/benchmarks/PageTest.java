package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    @TempDir
    Path folder;

    @Test
    void holdsTheConditionsARowForEachGoalAndAllFigures() {
        Table table = new Table();
        table.add("m", Subject.parse("hub", List.of()), 5);
        Goal.Row row = Goal.atMost("P-0", "waits", "m", 8, " ms").row(table);

        assertThat(Page.of("Measured today.", List.of(row), table).markdown())
                .startsWith("Measured today.\n\n")
                .contains("| P-0 | waits | ≤ 8.00 ms | 5.00 ms | met |\n")
                .contains("| m | hub | 5.00 | 5.00 .. 5.00 |  |\n");
    }

    @Test
    void takesThePlaceOfAnEarlierPageAndLeavesTheRest() throws IOException {
        Path file = folder.resolve("docs/performance.md");

        page("Measured yesterday.").write(file);
        Files.writeString(file, "Before.\n" + Files.readString(file) + "After.\n");
        page("Measured today.").write(file);

        assertThat(file)
                .content()
                .startsWith("Before.\n# Performance\n")
                .contains("Measured today.")
                .doesNotContain("yesterday")
                .endsWith("After.\n");
    }

    @Test
    void followsTextThatHoldsNoPageYet() throws IOException {
        Path file = Files.writeString(folder.resolve("performance.md"), "# Ours\n");

        page("Measured today.").write(file);

        assertThat(file).content().startsWith("# Ours\n").contains("Measured today.");
    }

    private static Page page(String conditions) {
        return Page.of(conditions, List.of(), new Table());
    }
}
