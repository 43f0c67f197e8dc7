package io.agentserver.server.cli.log;

import io.agentserver.testing.Requirement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Pythons of this machine. */
final class Pythons {

    private Pythons() {}

    /** Each {@code python3} and {@code python3.N} that can be run, of version 3.7 or newer; at least one. */
    static List<Path> installed() throws IOException {
        Stream<Path> onPath = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .filter(folder ->
                        !folder.endsWith("shims")) // Of pyenv; they stand for versions that are not chosen, too.
                .flatMap(folder -> Stream.concat(
                                Stream.of("python3"),
                                Stream.of("7", "8", "9", "10", "11", "12", "13").map("python3."::concat))
                        .map(folder::resolve));
        List<Path> found = Stream.concat(onPath, ofPyenv())
                .filter(Files::isExecutable)
                .map(Pythons::real)
                .distinct()
                .toList();
        Requirement.of(!found.isEmpty(), "Python 3", "python3");
        return found;
    }

    private static Stream<Path> ofPyenv() throws IOException {
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (!Files.isDirectory(versions)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders
                    .filter(folder -> folder.getFileName().toString().matches("3\\.([7-9]|\\d\\d)\\..*"))
                    .map(folder -> folder.resolve("bin").resolve("python3"))
                    .toList()
                    .stream();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
