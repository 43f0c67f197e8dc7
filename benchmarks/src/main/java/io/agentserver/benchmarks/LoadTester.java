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

/** The load tester in a process of its own: one run, told apart from others by its report folder. */
final class LoadTester implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final int NOT_VALID = 3;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Which load, and for how long.
     *
     * @param scenario one that makes requests of its own name
     * @param load how much, in the words of the command line
     */
    record Plan(String scenario, List<String> load, int warmUpSeconds, int seconds) {

        /** So many starts each second, whatever becomes of them. */
        static Plan open(String scenario, int devices, int perSecond, int warmUpSeconds, int seconds) {
            List<String> load = List.of("--devices", Integer.toString(devices), "--rate", Integer.toString(perSecond));
            return new Plan(scenario, load, warmUpSeconds, seconds);
        }

        /** So many at work at once. */
        static Plan closed(String scenario, int users, int warmUpSeconds, int seconds) {
            return new Plan(scenario, List.of("--users", Integer.toString(users)), warmUpSeconds, seconds);
        }
    }

    /** It says of itself that its figures cannot be trusted. */
    static final class NotValidException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        NotValidException(String reasons) {
            super("The load tester's run is not valid: " + reasons);
        }
    }

    private final Process process;
    private final String scenario;
    private final Path report;
    private final Path output;

    private LoadTester(Process process, String scenario, Path report, Path output) {
        this.process = process;
        this.scenario = scenario;
        this.report = report;
        this.output = output;
    }

    /** @throws NotMeasuredException when it has not been built */
    static void require(Lab lab) {
        if (!Files.exists(lab.loadTesterJar())) {
            throw new NotMeasuredException("loadtest/target/agent-loadtest.jar is missing");
        }
    }

    /** Starts it against that server. */
    static LoadTester start(Lab lab, Target target, Plan plan, String name) {
        Path report = lab.folder().resolve("loadtest-" + name);
        Path output = lab.folder().resolve("loadtest-" + name + ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", lab.loadTesterJar().toString(), "run", plan.scenario()));
        command.addAll(List.of("--url", target.url(""), "--api-key", target.apiKey()));
        command.addAll(plan.load());
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
            return new LoadTester(process, plan.scenario(), report, output);
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
     * @return what {@code stats.json} says of the scenario's requests
     * @throws NotValidException when the run is not valid
     * @throws IllegalStateException when it failed
     */
    JsonNode await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The load tester did not end");
            }
            JsonNode stats = process.exitValue() == 2 ? JSON.nullNode() : JSON.readTree(report.resolve("stats.json"));
            if (process.exitValue() == NOT_VALID) {
                throw new NotValidException(stats.path("invalid_reasons").toString());
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "The load tester ended with " + process.exitValue() + ": " + lastLine());
            }
            return stats.path("requests").path(scenario);
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
