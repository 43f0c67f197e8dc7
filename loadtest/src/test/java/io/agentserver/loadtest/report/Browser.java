package io.agentserver.loadtest.report;

import io.agentserver.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Chromium without a window, as a process for each page. */
final class Browser {

    private static final String PROGRAM = "chromium";
    private static final long PATIENCE_SECONDS = 90;

    /** What a page came to: its document after its scripts, and what stood on its console. */
    record Page(String dom, List<String> console) {

        /** An attribute of the root element; empty when it has none. */
        String root(String attribute) {
            String tag = dom.substring(0, dom.indexOf("<head"));
            int at = tag.indexOf(attribute + "=\"");
            return at < 0
                    ? ""
                    : tag.substring(at + attribute.length() + 2, tag.indexOf('"', at + attribute.length() + 2));
        }
    }

    private final Path work;
    private final boolean dark;
    private final String size;

    private Browser(Path work, boolean dark, String size) {
        this.work = work;
        this.dark = dark;
        this.size = size;
    }

    static Browser in(Path work, boolean dark, String size) {
        boolean present = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
        Requirement.of(present, "Chromium", PROGRAM);
        return new Browser(work, dark, size);
    }

    Page open(Path file) throws IOException, InterruptedException {
        Path out = run(file, "--dump-dom");
        List<String> console = Files.readAllLines(work.resolve("stderr")).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        return new Page(Files.readString(out), console);
    }

    Path screenshot(Path file) throws IOException, InterruptedException {
        Path picture = work.resolve("picture.png");
        run(file, "--screenshot=" + picture);
        return picture;
    }

    private Path run(Path file, String wish) throws IOException, InterruptedException {
        Path out = work.resolve("stdout");
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + Files.createTempDirectory(work, "profile"),
                "--window-size=" + size,
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1)));
        command.add(wish);
        command.add(file.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(work.resolve("stderr").toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("Chromium did not end well within " + PATIENCE_SECONDS + " s: "
                        + Files.readString(work.resolve("stderr")));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return out;
    }
}
