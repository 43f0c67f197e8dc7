package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.agentserver.loadtest.engine.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The command as a process, with a server as another. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CommandIT {

    private static final String SERVER = "io.agentserver.loadtest.engine.StallServer";

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process server() throws IOException {
        Process server = Processes.java(SERVER, List.of());
        started.add(server);
        return server;
    }

    private static String url(Process server) throws IOException {
        return "http://127.0.0.1:"
                + Processes.awaitLine(Processes.output(server), "port ").substring(5);
    }

    /** {@code run} of those words against that server, with a report. */
    private Process run(String url, String words, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--url", url, "--report", folder.toString()));
        arguments.addAll(List.of(words.split(" ")));
        arguments.addAll(List.of(more));
        Process load = Processes.java(Main.class.getName(), arguments);
        started.add(load);
        return load;
    }

    private static String rest(BufferedReader output) {
        return output.lines().collect(Collectors.joining("\n"));
    }

    private JsonNode stats() throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("stats.json")));
    }

    @Test
    void aStoppedGeneratorSaysSoAndEndsWithThree() throws Exception {
        Process load =
                run(url(server()), "health --rate 100 --warmup 1s --duration 4s", "--assert", "health.p50 < 10s");
        BufferedReader output = Processes.output(load);
        Processes.awaitLine(output, "0:02");
        Processes.signal(load, "STOP");
        Thread.sleep(1_000);
        Processes.signal(load, "CONT");

        assertThat(rest(output)).contains("NOT VALID").contains("the generator stood still for");
        assertThat(load.waitFor()).isEqualTo(3);
        assertThat(stats().get("valid").booleanValue()).isFalse();
        assertThat(stats().get("invalid_reasons").toString()).contains("stood still");
    }

    @Test
    void aServerKilledMidRunIsCountedReportedAndEndsWithOne() throws Exception {
        Process server = server();
        Process load = run(url(server), "health --rate 200 --warmup 3s --duration 6s");
        BufferedReader output = Processes.output(load);
        Processes.awaitLine(output, "0:05");
        server.destroyForcibly().waitFor();
        long killed = System.nanoTime();

        String text = rest(output);
        int exit = load.waitFor();
        assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(20));
        JsonNode health = stats().get("requests").get("health");
        assertThat(health.get("count").longValue()).isEqualTo(1200);
        assertThat(health.get("ok").longValue()).as(text).isPositive();
        JsonNode errors = health.get("errors");
        assertThat(errors.get("connect_failed").longValue()).as(text).isPositive();
        assertThat(errors.propertyNames()).isSubsetOf("connect_failed", "connection_lost", "timeout");
        if (stats().get("valid").booleanValue()) {
            assertThat(exit).isEqualTo(1);
        }
        assertThat(text).contains("the server is there to the end");
        assertThat(folder.resolve("index.html")).exists();
        assertThat(folder.resolve("junit.xml")).exists();
    }

    @Test
    void opensNoMoreConnectionsThanAskedForAndCountsTheWaitForOne() throws Exception {
        Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/api/health", exchange -> {
            clients.add(exchange.getRemoteAddress());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            Process load = run(
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "health --rate 100 --connections 3 --threads 1 --warmup 0s --duration 2s");

            String text = rest(Processes.output(load));
            assertThat(load.waitFor()).as(text).isIn(0, 3);
            assertThat(clients).hasSize(3);
            JsonNode health = stats().get("requests").get("health");
            assertThat(health.get("ok").longValue()).isEqualTo(200);
            // 100 a second come and 60 go: the last of them waited for more than a second.
            assertThat(health.get("p99_ms").doubleValue()).isGreaterThan(1_000);
            assertThat(stats().get("run").get("settings").get("connections").stringValue())
                    .isEqualTo("3");
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void aClosedWorkloadEndsWithoutItsServerToo() throws Exception {
        Process server = server();
        Process load = run(url(server), "health --users 8 --warmup 1s --duration 4s");
        BufferedReader output = Processes.output(load);
        Processes.awaitLine(output, "0:02");
        server.destroyForcibly().waitFor();

        assertThat(rest(output)).contains("connect_failed").contains("the server is there to the end");
        assertThat(load.waitFor()).isIn(1, 3);
    }

    @Test
    void ctrlCWritesTheReportOfWhatRan() throws Exception {
        Process load = run(url(server()), "health --rate 100 --warmup 1s --duration 60s");
        BufferedReader output = Processes.output(load);
        Processes.awaitLine(output, "0:03");
        Processes.signal(load, "INT");

        rest(output);
        assertThat(load.waitFor()).isIn(0, 3);
        assertThat(stats().get("duration_s").doubleValue()).isBetween(1.0, 20.0);
        assertThat(stats().get("requests").get("health").get("ok").longValue()).isPositive();
    }

    @Test
    void runsASimulationClassOfTheUsers() throws Exception {
        // In a folder of its own, not on the class path of the process.
        Path classes = compiled("SampleSimulation", """
                setUp(scenario("look")
                        .repeat(3).on(exec(http("look").get("/api/health").check(status().is(200))))
                        .injectOpen(rampUsers(10).during(1)));
                assertions(details("look").responseTime().percentile(99).lt(10_000));
                """);
        Process load = run(url(server()), "example.SampleSimulation", "--classes", classes.toString());

        String text = rest(Processes.output(load));
        assertThat(load.waitFor()).as(text).isIn(0, 3);
        JsonNode look = stats().get("requests").get("look");
        assertThat(look.get("ok").longValue()).isEqualTo(30);
        assertThat(stats().get("assertions").toString()).contains("look.p99 < 10000ms");
    }

    @Test
    void theRampOfAUsersOwnSimulationDoesNotCount() throws Exception {
        Path classes = compiled("Asked", """
                setUp(settings().load(scenario("look").exec(http("look").get("/"))));
                """);
        Process load = run(
                url(server()),
                "example.Asked --rate 20 --ramp 1s --warmup 1s --duration 2s",
                "--classes",
                classes.toString());

        String text = rest(Processes.output(load));
        assertThat(load.waitFor()).as(text).isIn(0, 3);
        assertThat(stats().get("requests").get("look").get("count").longValue()).isEqualTo(40);
    }

    private Path compiled(String name, String body) throws IOException {
        Path source = folder.resolve("src/example/" + name + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package example;

                import static io.agentserver.loadtest.Dsl.*;
                import static io.agentserver.loadtest.Assertion.details;

                public class %1$s extends io.agentserver.loadtest.Simulation {
                    public %1$s() {
                        %2$s
                    }
                }
                """.formatted(name, body));
        Path classes = folder.resolve("classes");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        source.toString());
        assertThat(result).isZero();
        return classes;
    }
}
