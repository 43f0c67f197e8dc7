package io.agentserver.server.testkit;

import io.agentserver.testing.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Runs blocks of the monitoring pages (contract 4.6) as they stand: with Debian's Python, a shell, curl and jq. The blocks
 * are resources; {@code seeds/README.md} tells what is changed in them.
 */
public final class SeedScript {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private SeedScript() {}

    /**
     * Runs Python blocks one after the other in one namespace and returns what they print, on both outputs.
     *
     * @param sleeps pauses that return at once; the next one ends the program
     * @param call a call whose value is printed at the end, or nothing
     */
    public static List<String> python(int port, int sleeps, String call, String... blocks) {
        return python(Path.of("").toAbsolutePath(), port, sleeps, call, blocks);
    }

    /** The same for blocks that read log files, with the folder that they are run in and start from. */
    public static List<String> python(Path folder, String call, String... blocks) {
        return python(folder, 0, 0, call, blocks);
    }

    private static List<String> python(Path folder, int port, int sleeps, String call, String... blocks) {
        Requirement.of(succeeds(PYTHON, "-c", "import requests"), "Python with requests", "python3-requests");
        List<String> command = new ArrayList<>(List.of(
                PYTHON,
                "-X",
                "utf8",
                resource("run.py").toString(),
                String.valueOf(port),
                String.valueOf(sleeps),
                call));
        for (String block : blocks) {
            command.add(resource(block + ".py").toString());
        }
        return run(new ProcessBuilder(command).directory(folder.toFile()), true, DEADLINE)
                .lines()
                .toList();
    }

    /** Runs a block of shell lines and returns what they print to the standard output. */
    public static String shell(int port, String block) {
        Requirement.of(succeeds("curl", "--version"), "curl", "curl");
        Requirement.of(succeeds("jq", "--version"), "jq", "jq");
        return run(List.of("bash", "-euo", "pipefail", "-c", withPort(text(block + ".sh"), port)), false, DEADLINE);
    }

    /** Runs one command, which is to end in time, and returns what it prints to the standard output. */
    public static String command(int port, Duration timeout, List<String> words) {
        Requirement.of(succeeds("curl", "--version"), "curl", "curl");
        return run(words.stream().map(word -> withPort(word, port)).toList(), false, timeout);
    }

    /** A block of YAML. */
    public static Object yaml(String block) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(block + ".yaml"));
    }

    /** The text of a block of scrape jobs. */
    public static String prometheusJobs(String block, int port) {
        return withPort(text(block + ".yaml"), port);
    }

    private static String withPort(String text, int port) {
        return text.replaceAll("localhost:(8000|5000)", "localhost:" + port);
    }

    private static String text(String name) {
        try {
            return Files.readString(resource(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(SeedScript.class.getResource("/seeds/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean succeeds(String... command) {
        try {
            run(List.of(command), true, DEADLINE);
            return true;
        } catch (UncheckedIOException | AssertionError missing) {
            return false;
        }
    }

    private static String run(List<String> command, boolean both, Duration timeout) {
        return run(new ProcessBuilder(command), both, timeout);
    }

    /** @param both whether its error output counts too; curl shows its progress there */
    private static String run(ProcessBuilder builder, boolean both, Duration timeout) {
        List<String> command = builder.redirectErrorStream(both).command();
        if (!both) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        // A proxy would not find this host.
        builder.environment().put("no_proxy", "*");
        builder.environment().put("NO_PROXY", "*");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            String text = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + text);
            }
            return text;
        } catch (TimeoutException e) {
            throw new AssertionError(command + " did not end within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
