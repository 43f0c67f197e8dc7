package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The load tester in a process of its own: one run of heartbeats, told apart from others by its report folder. */
final class LoadTester implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final JsonMapper JSON = new JsonMapper();

    /** How much load and for how long. */
    record Plan(int devices, int perSecond, int warmUpSeconds, int seconds) {}

    private final Process process;
    private final Path report;
    private final Path output;

    private LoadTester(Process process, Path report, Path output) {
        this.process = process;
        this.report = report;
        this.output = output;
    }

    /** @throws NotMeasuredException when it has not been built */
    static void require(Lab lab) {
        if (!Files.exists(lab.loadTesterJar())) {
            throw new NotMeasuredException("loadtest/target/agent-loadtest.jar is missing");
        }
    }

    /** Starts heartbeats to that server. */
    static LoadTester start(Lab lab, Target target, Plan plan, String name) {
        Path report = lab.folder().resolve("loadtest-" + name);
        Path output = lab.folder().resolve("loadtest-" + name + ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", lab.loadTesterJar().toString(), "run", "heartbeat"));
        command.addAll(List.of("--url", target.url(""), "--api-key", target.apiKey()));
        command.addAll(List.of("--devices", Integer.toString(plan.devices())));
        command.addAll(List.of("--rate", Integer.toString(plan.perSecond())));
        command.addAll(List.of("--warmup", plan.warmUpSeconds() + "s", "--duration", plan.seconds() + "s"));
        command.addAll(List.of("--report", report.toString()));
        try {
            Files.createDirectories(lab.folder());
            // A report of an earlier run must not pass for this one's.
            Files.deleteIfExists(report.resolve("stats.json"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new LoadTester(process, report, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for the end.
     *
     * @return what {@code stats.json} says of the heartbeats
     * @throws IllegalStateException when the run failed or is not valid
     */
    JsonNode await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The load tester did not end");
            }
            JsonNode stats = process.exitValue() == 2 ? JSON.nullNode() : JSON.readTree(report.resolve("stats.json"));
            if (process.exitValue() != 0) {
                throw new IllegalStateException("The load tester ended with " + process.exitValue() + ": "
                        + stats.path("invalid_reasons") + " " + lastLine());
            }
            return stats.path("requests").path("heartbeat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the load tester ran", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String lastLine() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
