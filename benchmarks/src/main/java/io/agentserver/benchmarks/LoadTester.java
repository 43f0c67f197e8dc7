package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The load tester in a process of its own: one run, told apart from others by its report folder. */
final class LoadTester implements AutoCloseable {

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

        /** The same over that many HTTP connections, and no more. */
        Plan over(int connections) {
            List<String> words = new ArrayList<>(load);
            words.addAll(List.of("--connections", Integer.toString(connections)));
            return new Plan(scenario, List.copyOf(words), warmUpSeconds, seconds);
        }
    }

    /** It says of itself that its figures cannot be trusted. */
    static final class NotValidException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        NotValidException(String reasons) {
            super("The load tester's run is not valid: " + reasons);
        }
    }

    private final LoadProcess process;
    private final String scenario;
    private final Path report;

    private LoadTester(LoadProcess process, String scenario, Path report) {
        this.process = process;
        this.scenario = scenario;
        this.report = report;
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
        List<String> words = new ArrayList<>(List.of("-jar", lab.loadTesterJar().toString(), "run", plan.scenario()));
        words.addAll(List.of("--url", target.url(""), "--api-key", target.apiKey()));
        words.addAll(plan.load());
        words.addAll(List.of("--warmup", plan.warmUpSeconds() + "s", "--duration", plan.seconds() + "s"));
        words.addAll(List.of("--report", report.toString()));
        try {
            // A report of an earlier run must not pass for this one's.
            Files.deleteIfExists(report.resolve("stats.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LoadProcess process = LoadProcess.start("The load tester", lab.folder(), "loadtest-" + name + ".out", words);
        return new LoadTester(process, plan.scenario(), report);
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
        int exit = process.await();
        if (exit == NOT_VALID) {
            throw new NotValidException(stats().path("invalid_reasons").toString());
        }
        if (exit != 0) {
            throw new IllegalStateException("The load tester ended with " + exit + ": " + lastLine());
        }
        return stats().path("requests").path(scenario);
    }

    private JsonNode stats() {
        return JSON.readTree(report.resolve("stats.json"));
    }

    @Override
    public void close() {
        process.close();
    }

    private String lastLine() {
        List<String> lines = process.output().lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
