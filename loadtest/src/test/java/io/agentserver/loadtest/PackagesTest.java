package io.agentserver.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may know which: values below, the words of simulations over them, then engine, then command. */
final class PackagesTest {

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "agentserver", "loadtest");
    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?io\\.agentserver\\.(loadtest|server|benchmarks)\\.([a-z]+\\b)?");

    /** The words are the package without a name behind it. */
    private static final String WORDS = "";

    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "stats",
            Set.of(),
            "arrivals",
            Set.of(),
            "net",
            Set.of(),
            WORDS,
            Set.of("stats", "arrivals"),
            "scenarios",
            Set.of(WORDS),
            "engine",
            Set.of(WORDS, "stats", "arrivals", "net"),
            "report",
            Set.of("stats", "compare"),
            "compare",
            Set.of("stats"),
            "cli",
            Set.of(WORDS, "stats", "net", "scenarios", "engine", "report", "compare"));

    @Test
    void noPackageKnowsOneThatItMayNot() throws IOException {
        Set<String> faults = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(50);
            for (Path file : sources) {
                String own = SOURCES.relativize(file.getParent()).toString();
                assertThat(MAY_KNOW).as("the rule for " + file).containsKey(own);
                Matcher imports = IMPORT.matcher(read(file));
                while (imports.find()) {
                    String known = imports.group(2) == null ? WORDS : imports.group(2);
                    boolean ours = imports.group(1).equals("loadtest");
                    if (!ours || !(known.equals(own) || MAY_KNOW.get(own).contains(known))) {
                        faults.add(file.getFileName() + " knows " + imports.group(1) + "." + known);
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
