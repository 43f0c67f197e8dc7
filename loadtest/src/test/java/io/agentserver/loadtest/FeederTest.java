package io.agentserver.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeederTest {

    @TempDir
    private Path folder;

    private static List<String> take(Feeder feeder, int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> row = feeder.next(random);
            taken.add(row == null ? "-" : row.get("id"));
        }
        return taken;
    }

    private Feeder csv(String text) throws IOException {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, text);
        return Dsl.csv(file.toString());
    }

    private Feeder json(String text) throws IOException {
        Path file = folder.resolve("rows.json");
        Files.writeString(file, text);
        return Dsl.json(file.toString());
    }

    @Test
    void ordersAreQueueCircularAndRandom() throws IOException {
        Feeder feeder = csv("id\na\nb\n");

        assertThat(take(feeder, 3)).containsExactly("a", "b", "-");
        assertThat(take(feeder.circular(), 5)).containsExactly("a", "b", "a", "b", "a");
        assertThat(take(feeder.random(), 100)).contains("a", "b").doesNotContain("-");
    }

    @Test
    void readsCsvWithQuotesCommasAndLineBreaks() throws IOException {
        Feeder feeder = csv("id,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,\n");

        assertThat(feeder.next(new SplittableRandom())).isEqualTo(Map.of("id", "1", "text", "a, \"b\"\nc"));
        assertThat(feeder.next(new SplittableRandom())).isEqualTo(Map.of("id", "2", "text", ""));
    }

    @Test
    void readsAJsonArrayOfObjects() throws IOException {
        Feeder feeder = json("[{\"id\":\"a\",\"n\":3,\"o\":{\"x\":[1]},\"gone\":null}]");

        assertThat(feeder.next(new SplittableRandom())).isEqualTo(Map.of("id", "a", "n", "3", "o", "{\"x\":[1]}"));
    }

    @Test
    void namesWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> csv("a,b\n1,2\n3\n"))
                .hasMessageEndingWith("rows.csv, row 2: 1 cells (expected: 2, as in the first line)");
        assertThatThrownBy(() -> csv("")).hasMessageContaining("empty (expected:");
        assertThatThrownBy(() -> csv("a,b\n")).hasMessageContaining("no rows (expected: at least one)");
        assertThatThrownBy(() -> json("{}")).hasMessageContaining("(expected: an array of objects)");
        assertThatThrownBy(() -> json("[1]")).hasMessageContaining("element 0: 1 (expected: an object)");
        assertThatThrownBy(() -> json("[")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> Dsl.csv("/no/such/file")).hasMessageContaining("/no/such/file: cannot be read");
    }
}
